// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Cpu;
using Appliance.Simulation.Fus;
using Appliance.Simulation.SerialMemory;

namespace Appliance.Simulation;

/// <summary>How a simulated board is made. The same options give the same board, to the clock.</summary>
public sealed record SimulationOptions
{
    /// <summary>Name of a fault of <see cref="Faults"/>, or null for a sound board. All lanes have it.</summary>
    public string? Fault { get; init; }

    /// <summary>Faults of single lanes, beside <see cref="Fault"/>.</summary>
    public IReadOnlyDictionary<int, string> LaneFaults { get; init; } = new Dictionary<int, string>();

    /// <summary>What everything random depends on. Lane n uses a seed derived from it.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>SWCLK in hertz until somebody sets it.</summary>
    public int Frequency { get; init; } = 1_000_000;

    /// <summary>Boards on the wire, 1 to 32.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>Whether TAR auto-increment wraps at 4 KiB, as a Cortex-M3 does, instead of the 1 KiB that the standard guarantees.</summary>
    public bool WideAutoIncrement { get; init; }

    /// <summary>What executes code in the RAM of the boards; null for boards whose cores only run.</summary>
    public ICpuEngines? Cpu { get; init; }

    /// <summary>The coprocessor of an STM32WB; other chips have none.</summary>
    public CoprocessorOptions Coprocessor { get; init; } = new();

    /// <summary>What goes wrong when the serial memory on the board is mapped.</summary>
    public MappedTrouble Mapped { get; init; }

    /// <summary>The serial memory on the board forgets every write enable, as one that is protected does.</summary>
    public bool MemoryIgnoresWriteEnable { get; init; }

    /// <summary>A part that drops a half-word written while flash is busy, instead of holding the bus; some clones do.</summary>
    public bool LosesHeldWrites { get; init; }
}
