// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Wires;

/// <summary>Bits on TCK, TMS, TDI and TDO of one board (IEEE 1149.1).</summary>
public interface IJtagLine : IWire
{
    /// <summary>Gives <c>tms.Length</c> TCK cycles: TMS and TDI are set up with TCK low, TDO is sampled, TCK rises.</summary>
    /// <param name="tms">One byte a cycle, 0 or 1.</param>
    /// <param name="tdi">One byte a cycle, 0 or 1; as long as <paramref name="tms"/>.</param>
    /// <param name="tdo">Receives one byte a cycle, 0 or 1; empty when the caller does not want TDO.</param>
    /// <exception cref="WireException">The wire failed.</exception>
    void Clock(ReadOnlySpan<byte> tms, ReadOnlySpan<byte> tdi, Span<byte> tdo);

    /// <summary>Drives nTRST low or releases it.</summary>
    void DriveTestReset(bool low);
}
