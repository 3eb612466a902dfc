// SPDX-License-Identifier: Apache-2.0
using System.Numerics;
using Appliance.Ports.Cpu;

namespace Appliance.Simulation.Core;

/// <summary>
/// How many cycles of HCLK an instruction takes, without wait states: where a manual gives a range its longest, and loads are never pipelined, so
/// that no loader here is faster than on silicon.
/// </summary>
/// <remarks>
/// Cortex-M0: ARM DDI 0432C, table 3-1 (32-cycle multiplier). Cortex-M0+: ARM DDI 0484C, table 3-1. Cortex-M3: ARM DDI 0337I, table 3-1 (P = 3).
/// Cortex-M4: ARM DDI 0439B, table 3-1 (P = 3). Cortex-M7 and M33: Arm publishes no table; that of the M4 is taken as an upper bound,
/// for their dual issue and shorter pipeline refill only save cycles.
/// </remarks>
internal sealed class CycleTable
{
    private const int FirstOf32Bits = 0xE800;

    private readonly Timing _core;
    private readonly InstructionCost[] _short;

    private CycleTable(Timing core)
    {
        _core = core;
        _short = new InstructionCost[FirstOf32Bits];
        for (var code = 0; code < _short.Length; code++)
            _short[code] = Short((ushort)code);
    }

    /// <summary>The table of a core.</summary>
    public static CycleTable Of(CpuModel model) => model switch
    {
        CpuModel.CortexM0 => M0.Value,
        CpuModel.CortexM0Plus => M0Plus.Value,
        _ => M3.Value,
    };

    /// <summary>Whether the first half-word begins an instruction of two.</summary>
    public static bool IsLong(ushort first) => first >= FirstOf32Bits;

    /// <summary>The cost of an instruction.</summary>
    /// <param name="first">Its first half-word.</param>
    /// <param name="second">Its second, for a long one.</param>
    public InstructionCost Cost(ushort first, ushort second) => IsLong(first) ? Long(first, second) : _short[first];

    private static readonly Lazy<CycleTable> M0 = new(() => new CycleTable(new Timing(Branch: 3, Call: 4, Exchange: 3, PopToPc: 4, Multiply: 32, Special: 4)));
    private static readonly Lazy<CycleTable> M0Plus = new(() => new CycleTable(new Timing(Branch: 2, Call: 3, Exchange: 2, PopToPc: 3, Multiply: 32, Special: 3)));
    private static readonly Lazy<CycleTable> M3 = new(() => new CycleTable(new Timing(Branch: 4, Call: 4, Exchange: 4, PopToPc: 4, Multiply: 1, Special: 4)));

    private InstructionCost Short(ushort code) => (code >> 12) switch
    {
        <= 3 => Plain,
        4 => Data(code),
        5 => (code >> 9 & 7) is 0 or 1 or 2 ? Store : Load,
        6 or 7 or 8 or 9 => (code & 0x0800) != 0 ? Load : Store,
        0xA => Plain,
        0xB => Miscellaneous(code),
        0xC => (code & 0x0800) != 0 ? Multiple(code & 0xFF, false) : Multiple(code & 0xFF, true),
        0xD => new InstructionCost(1, (byte)_core.Branch, false),
        _ => new InstructionCost((byte)_core.Branch, (byte)_core.Branch, false),
    };

    private InstructionCost Data(ushort code)
    {
        if ((code & 0xF800) == 0x4800)
            return Load;
        if ((code & 0xFF00) == 0x4700)
            return new InstructionCost((byte)_core.Exchange, (byte)_core.Exchange, false);
        return (code & 0xFFC0) == 0x4340 ? new InstructionCost((byte)_core.Multiply, (byte)_core.Multiply, false) : Plain with { Taken = (byte)_core.Branch };
    }

    private InstructionCost Miscellaneous(ushort code)
    {
        if ((code & 0xFE00) == 0xB400)
            return Multiple(code & 0x1FF, true);
        if ((code & 0xFE00) == 0xBC00)
        {
            var pop = Multiple(code & 0x1FF, false);
            return (code & 0x100) == 0 ? pop : pop with { Taken = (byte)(pop.Cycles + _core.PopToPc) };
        }

        if ((code & 0xF500) == 0xB100)
            return new InstructionCost(1, (byte)_core.Branch, false);
        return (code & 0xFFE0) == 0xB660 ? new InstructionCost(2, 2, false) : Plain;
    }

    private InstructionCost Long(ushort first, ushort second)
    {
        if ((first & 0xF800) == 0xF000 && (second & 0x8000) != 0)
            return Control(first, second);
        if ((first & 0xFE40) == 0xE800)
            return Multiple(second, (first & 0x10) == 0);
        if ((first & 0xFE40) == 0xE840)
            return new InstructionCost(3, (byte)(3 + _core.Branch), (first & 0x10) == 0);
        if ((first & 0xFE00) == 0xF800)
            return (first & 0x10) != 0 ? Load : Store;
        return (first & 0xFFD0) == 0xFB90 ? new InstructionCost(12, 12, false) : new InstructionCost(2, 2, false);
    }

    private InstructionCost Control(ushort first, ushort second)
    {
        if ((second & 0xD000) == 0xD000)
            return new InstructionCost((byte)_core.Call, (byte)_core.Call, false);
        if ((second & 0xD000) == 0x9000 || (first & 0x0380) != 0x0380)
            return new InstructionCost(1, (byte)_core.Branch, false);
        return new InstructionCost((byte)_core.Special, (byte)_core.Special, false);
    }

    private static InstructionCost Plain => new(1, 1, false);

    private static InstructionCost Load => new(2, 2, false);

    private static InstructionCost Store => new(2, 2, true);

    private static InstructionCost Multiple(int registers, bool stores)
    {
        var cycles = (byte)(1 + BitOperations.PopCount((uint)registers));
        return new InstructionCost(cycles, cycles, stores);
    }

    /// <summary>What differs between the cores, in cycles.</summary>
    private sealed record Timing(int Branch, int Call, int Exchange, int PopToPc, int Multiply, int Special);
}

/// <summary>What an instruction costs.</summary>
/// <param name="Cycles">When the next one follows it in memory.</param>
/// <param name="Taken">When it does not.</param>
/// <param name="Stores">Whether it writes memory.</param>
internal readonly record struct InstructionCost(byte Cycles, byte Taken, bool Stores);
