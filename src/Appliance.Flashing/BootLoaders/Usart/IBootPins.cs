// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Gpio;
using Appliance.Ports.Serial;
using Appliance.Ports.Wires;

namespace Appliance.Flashing.BootLoaders.Usart;

/// <summary>The pins that bring a chip into its boot loader and out of it again.</summary>
public interface IBootPins : IDisposable
{
    /// <summary>BOOT0 can be driven.</summary>
    bool HasBoot0 { get; }

    /// <summary>nRESET can be pulled.</summary>
    bool HasReset { get; }

    /// <summary>Sets both.</summary>
    /// <param name="boot0">BOOT0 high: the boot loader starts at the next reset.</param>
    /// <param name="reset">nRESET low.</param>
    /// <exception cref="WireException">They cannot be set.</exception>
    void Set(bool boot0, bool reset);
}

/// <summary>No pins: a person, or a strap on the board, brings the chip into its boot loader.</summary>
public sealed class NoBootPins : IBootPins
{
    /// <inheritdoc/>
    public bool HasBoot0 => false;

    /// <inheritdoc/>
    public bool HasReset => false;

    /// <inheritdoc/>
    public void Set(bool boot0, bool reset)
    {
        // There is nothing to set; the boot loader is found where somebody put the chip into it.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

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

/// <summary>BOOT0 and nRESET on GPIO lines of this machine; on means BOOT0 high and nRESET low. Owns the lines; lets both go when disposed.</summary>
/// <param name="boot0">BOOT0; null where it is not wired.</param>
/// <param name="reset">nRESET, opened open drain and active low; null where it is not wired.</param>
public sealed class GpioBootPins(IGpioLine? boot0, IGpioLine? reset) : IBootPins
{
    /// <inheritdoc/>
    public bool HasBoot0 => boot0 is not null;

    /// <inheritdoc/>
    public bool HasReset => reset is not null;

    /// <inheritdoc/>
    public void Set(bool boot0High, bool resetLow)
    {
        try
        {
            boot0?.Write(boot0High);
            reset?.Write(resetLow);
        }
        catch (GpioException refused)
        {
            throw new WireException((reset ?? boot0)!.Name.ToString(), refused.Message, refused);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Set(boot0High: false, resetLow: false);
        }
        catch (WireException)
        {
            // The lines are gone, and with them whatever they held.
        }

        boot0?.Dispose();
        reset?.Dispose();
    }
}
