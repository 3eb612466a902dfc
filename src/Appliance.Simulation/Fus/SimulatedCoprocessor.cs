// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Fus;

/// <summary>What a test may look at in the coprocessor of a simulated STM32WB.</summary>
public sealed class SimulatedCoprocessor
{
    private readonly Coprocessor _cpu;

    internal SimulatedCoprocessor(Coprocessor cpu) => _cpu = cpu;

    /// <summary>Version of FUS.</summary>
    public string Fus => Release.Text(_cpu.Memory.Fus);

    /// <summary>Version of the stack; null for none.</summary>
    public string? Stack => _cpu.Memory.Stack == 0 ? null : Release.Text(_cpu.Memory.Stack);

    /// <summary>Version of Safeboot.</summary>
    public string Safeboot => Release.Text(_cpu.Memory.Safeboot);

    /// <summary>Whether the stack is what starts.</summary>
    public bool StartsStack => _cpu.Memory.Stack != 0 && _cpu.BootOffset == _cpu.Memory.StackPage * _cpu.Shape.PageBytes;

    /// <summary>Secure boundary in pages, as loaded.</summary>
    public int Boundary => _cpu.Boundary;

    /// <summary>Whether FUS is in the middle of an operation.</summary>
    public bool Works => _cpu.Memory.Job is not null;

    /// <summary>State of the operation under way, as FUS tells it; null for none.</summary>
    public byte? State => _cpu.Memory.Job?.Stage.State;

    /// <summary>Told of the state of each stage of an operation that begins.</summary>
    public Action<byte>? StageBegun
    {
        get => _cpu.Fus.StageBegun;
        set => _cpu.Fus.StageBegun = value;
    }

    /// <summary>Something goes wrong, from now on.</summary>
    public void Inject(CoprocessorFault fault) => _cpu.Inject(fault);

    /// <summary>Loses boundary and boot address, as a cut while option bytes were written does: Safeboot is forced from the next power-on.</summary>
    public void LoseOptions() => _cpu.SelectSafeboot();

    /// <summary>Whether nothing can ever run on it again.</summary>
    public bool IsDead => _cpu.Memory.Dead || (_cpu.Boundary == 0 && _cpu.Memory.Safeboot < Release.V1_1_0);

    /// <summary>Whether data of a stack are kept.</summary>
    public bool KeepsData => _cpu.Memory.KeepsData;

    /// <summary>Customer keys stored.</summary>
    public int Keys => _cpu.Memory.Keys.Count;

    /// <summary>Resets the coprocessor made.</summary>
    public int Resets => _cpu.Resets;

    /// <summary>Time the boot loader in ROM and the coprocessor took for what they did; not that for answers.</summary>
    public TimeSpan Worked => TimeSpan.FromTicks(_cpu.Worked / VirtualTime.PerTick);

    /// <summary>Shortest time between two questions for the state; null before there were two.</summary>
    public TimeSpan? ShortestPoll => _cpu.ShortestPoll < 0 ? null : TimeSpan.FromTicks(_cpu.ShortestPoll / VirtualTime.PerTick);

    /// <summary>Whether the chip starts from system memory.</summary>
    public bool BootsSystemMemory => _cpu.BootsSystemMemory;

    /// <summary>An oldest stack is set: anti-rollback is active.</summary>
    public bool AntiRollback => _cpu.Memory.Oldest is not null;
}
