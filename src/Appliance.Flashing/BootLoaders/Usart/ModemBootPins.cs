// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Serial;
using Appliance.Ports.Wires;

namespace Appliance.Flashing.BootLoaders.Usart;

/// <summary>An output of the serial line, and what it does.</summary>
public enum ModemOutput
{
    /// <summary>Not wired.</summary>
    None,

    /// <summary>DTR switched on does it: the pin of an adapter with logic levels goes low.</summary>
    DtrOn,

    /// <summary>DTR switched off does it: the pin goes high.</summary>
    DtrOff,

    /// <summary>RTS switched on does it.</summary>
    RtsOn,

    /// <summary>RTS switched off does it.</summary>
    RtsOff,
}

/// <summary>BOOT0 and nRESET on DTR and RTS of the serial line.</summary>
/// <param name="line">The line; not owned.</param>
/// <param name="boot0">What makes BOOT0 high.</param>
/// <param name="reset">What pulls nRESET low.</param>
public sealed class ModemBootPins(ISerialLine line, ModemOutput boot0, ModemOutput reset) : IBootPins
{
    /// <inheritdoc/>
    public bool HasBoot0 => boot0 != ModemOutput.None;

    /// <inheritdoc/>
    public bool HasReset => reset != ModemOutput.None;

    /// <inheritdoc/>
    public void Set(bool boot0High, bool resetLow)
    {
        var (dtr, rts) = (false, false);
        Add(boot0, boot0High, ref dtr, ref rts);
        Add(reset, resetLow, ref dtr, ref rts);
        try
        {
            line.SetOutputs(dtr, rts);
        }
        catch (SerialException refused)
        {
            throw new WireException(line.Name, refused.Message, refused);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static void Add(ModemOutput output, bool active, ref bool dtr, ref bool rts)
    {
        if (output is ModemOutput.DtrOn or ModemOutput.DtrOff) dtr = active == (output == ModemOutput.DtrOn);
        if (output is ModemOutput.RtsOn or ModemOutput.RtsOff) rts = active == (output == ModemOutput.RtsOn);
    }
}
