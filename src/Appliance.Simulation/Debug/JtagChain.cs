// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Debug;

/// <summary>
/// The two TAPs inside an STM32: TDI enters the boundary scan TAP, whose TDO feeds that of the core, whose TDO is the pin (RM0008,
/// figure 364).
/// </summary>
internal sealed class JtagChain(JtagDp core, BoundaryScanTap boundaryScan)
{
    /// <summary>TDO.</summary>
    public int Output => core.Output;

    /// <summary>nTRST, or power-on.</summary>
    public void TestReset()
    {
        core.TestReset();
        boundaryScan.TestReset();
    }

    /// <summary>TCK rises.</summary>
    public void RisingEdge(int tms, int tdi)
    {
        core.RisingEdge(tms, boundaryScan.Output);
        boundaryScan.RisingEdge(tms, tdi);
    }

    /// <summary>TCK falls.</summary>
    public void FallingEdge()
    {
        core.FallingEdge();
        boundaryScan.FallingEdge();
    }
}
