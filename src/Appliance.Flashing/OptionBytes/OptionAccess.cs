// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Targets;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.OptionBytes;

/// <summary>The option bytes of a halted chip by field names: read, stored, loaded. What loading does to the connection is the caller's.</summary>
/// <remarks>Life cycle: create → <see cref="Read"/> → <see cref="Store"/> with what it gave, changed → <see cref="Launch"/> or a system reset → connect
/// again → <see cref="Read"/>.</remarks>
/// <param name="memory">Memory of the halted core.</param>
/// <param name="clock">Target time.</param>
/// <param name="chip">The chip; its data have option bytes.</param>
internal sealed class OptionAccess(IMemory memory, ITargetClock clock, ChipDescription chip)
{
    private readonly OptionDescription _options = chip.Options
        ?? throw new FlashException(FlashFault.Unsupported, $"The option bytes of {chip.Name} are not in the chip data.");

    /// <summary>What the chip says its options are.</summary>
    public OptionValues Read() => new(_options, Driver.Read());

    /// <summary>Whether options did not match their complements when the chip loaded them.</summary>
    public bool AreDamaged => _options.Error is { } flag && (memory.ReadWord(flag.Address) & flag.Mask) != 0;

    /// <summary>The first option the chip does not go by as it is stored, and what the chip shows of it; null where it goes by all of them. Where options are
    /// cells of flash, these say only what was stored; what was loaded stands in registers of the flash interface.</summary>
    /// <param name="stored">What is stored.</param>
    public (OptionField Field, uint Shown)? NotLoaded(OptionValues stored)
    {
        var level = chip.Identification.ReadProtection;
        var shownLevel = memory.ReadWord(level.Address);
        if (level.LevelOf(shownLevel) != stored.Level)
            return (_options.ReadProtection, shownLevel);
        foreach (var field in _options.Fields)
        {
            if (_options.Registers[field.Register].Loaded is not { } loaded)
                continue;
            var shown = (memory.ReadWord(loaded.Address) >> loaded.Shift) & loaded.Mask;
            if (((shown ^ stored.Registers[field.Register]) & field.Mask & loaded.Mask) != 0)
                return (field, shown);
        }

        return null;
    }

    /// <summary>Stores values. A lower protection level erases all flash, and takes as long as that.</summary>
    /// <exception cref="FlashException"><see cref="FlashFault.OptionMismatch"/>, <see cref="FlashFault.NotUnlocked"/>.</exception>
    public void Store(OptionValues values, CancellationToken cancel) => Driver.Store(values.Registers, Longest, cancel);

    /// <summary>Has the chip load what is stored, which resets it; the access that asks for it may be broken off.</summary>
    /// <returns>False where there is no command for it: a system reset does it.</returns>
    public bool Launch() => Driver.Launch();

    private TimeSpan Longest => chip.Flash.Aggregate(_options.LongestStore, (sum, bank) => sum + bank.Times.MassErase.Maximum);

    private IOptionRegisters Driver => OptionStores.Of(_options, memory, clock);
}
