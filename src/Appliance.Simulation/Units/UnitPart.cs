// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Chips;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Units;

/// <summary>A part whose flash controllers program units.</summary>
internal sealed record UnitPart(string Name, CoreShape Core, uint DevId, uint RevId, int FlashKib, int RamKib)
    : ChipPart(Name, Core, DevId, RevId, FlashKib, RamKib, 0x0600_0041u | (DevId << 12))
{
    /// <summary>Registers of a flash controller.</summary>
    public required UnitShape Shape { get; init; }

    /// <summary>What is around the controllers.</summary>
    public required UnitInterface Interface { get; init; }

    /// <summary>The banks.</summary>
    public required IReadOnlyList<UnitBank> Banks { get; init; }

    /// <summary>Time of one unit, by parallelism.</summary>
    public required IReadOnlyList<BusyRange> ProgramTimes { get; init; }

    /// <summary>Where everything else is.</summary>
    public required PartMap Map { get; init; }

    /// <summary>Makes its clocks.</summary>
    public required Func<Violations, ClockTree> Clocks { get; init; }

    /// <summary>The serial memory on its board; null for none.</summary>
    public SerialMemory.MemoryFit? External { get; init; }

    /// <summary>Its coprocessor; null for none.</summary>
    public Fus.CoprocessorShape? Coprocessor { get; init; }

    /// <inheritdoc/>
    public override ChipInside Build(ChipSurroundings around) => new UnitInside(this, around);
}
