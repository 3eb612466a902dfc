// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;

namespace Appliance.Simulation.Chips;

/// <summary>Reset and clock control: the clock the core has, and why there was a reset. What nobody here uses is storage.</summary>
internal abstract class ClockTree : RegisterBlock
{
    private const long PicosecondsPerSecond = 1_000_000_000_000;
    private readonly HashSet<uint> _taken = [];
    private readonly ResetFlags _reset;
    private uint _flags;

    /// <param name="size">Bytes of registers.</param>
    /// <param name="reset">Where the reset flags are.</param>
    /// <param name="violations">Where misuse is written down.</param>
    protected ClockTree(uint size, ResetFlags reset, Violations violations)
        : base("RCC", violations)
    {
        (Size, _reset) = (size, reset);
        Take(reset.Offset, new Register("CSR", 0, 0) { OnRead = () => _flags, OnWrite = RemoveFlags });
    }

    /// <summary>Bytes of registers.</summary>
    public uint Size { get; }

    /// <summary>HCLK in hertz.</summary>
    public abstract long HclkHertz { get; }

    /// <summary>Picoseconds of a cycle of HCLK.</summary>
    public long HclkPeriod => PicosecondsPerSecond / HclkHertz;

    /// <summary>Notes why there was a reset; every reset shows at the pin.</summary>
    public void Flag(ResetCause cause) => _flags |= _reset.Pin | cause switch
    {
        ResetCause.PowerOn => _reset.PowerOn,
        ResetCause.Software => _reset.Software,
        ResetCause.Watchdog => _reset.Watchdog,
        ResetCause.OptionLoad => _reset.OptionLoad,
        _ => 0,
    };

    /// <summary>Declares a register.</summary>
    protected Register Take(uint offset, Register register)
    {
        _taken.Add(offset);
        return Add(offset, register);
    }

    /// <summary>Declares all the rest as storage: enables and settings of peripherals nobody here has.</summary>
    protected void FillUp()
    {
        for (var offset = 0u; offset < Size; offset += 4)
        {
            if (!_taken.Contains(offset))
                Add(offset, new Register($"RCC{offset:X2}", 0, uint.MaxValue) { AnySize = true });
        }
    }

    private bool RemoveFlags(uint value)
    {
        if ((value & _reset.Remove) != 0)
            _flags = 0;
        return true;
    }
}

/// <summary>Reset flags.</summary>
/// <param name="Offset">Register.</param>
/// <param name="Remove">Writing it clears all.</param>
/// <param name="Pin">Flag of the pin.</param>
/// <param name="PowerOn">Flag of power-on or brown-out.</param>
/// <param name="Software">Flag of SYSRESETREQ.</param>
/// <param name="Watchdog">Flag of the independent watchdog.</param>
internal sealed record ResetFlags(uint Offset, uint Remove, uint Pin, uint PowerOn, uint Software, uint Watchdog)
{
    /// <summary>OBLRSTF: bit 25 of the register in every family with OBL_LAUNCH (RM0038 section 6.3.14, RM0434 section 8.4.39).</summary>
    public uint OptionLoad { get; init; } = 1u << 25;
}
