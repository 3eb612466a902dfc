// SPDX-License-Identifier: Apache-2.0
using Appliance.Adapters.Unicorn;
using Appliance.Ports.Cpu;
using Appliance.Simulation.Tests.Wire;

namespace Appliance.Simulation.Tests.Code;

/// <summary>A halted board that executes code, and a debugger that puts code into its RAM and runs it.</summary>
internal sealed class CodeBench
{
    public const uint Ram = 0x2000_0000;
    public const uint Dhcsr = 0xE000_EDF0;
    public const uint Demcr = 0xE000_EDFC;
    public const uint Key = 0xA05F_0000;
    public const uint Halted = 1u << 17;
    public const uint LockedUp = 1u << 19;
    public const ushort Bkpt = 0xBE00;
    private const int StackTop = 0x1000;

    public CodeBench(string target = "stm32f103cb", SimulationOptions? options = null)
    {
        Wire = Bench.Connected(target, (options ?? new SimulationOptions()) with { Cpu = Engines });
        Control(3);
    }

    public static ICpuEngines Engines { get; } = UnicornEngines.TryOpen(out var missing) ?? throw new InvalidOperationException(missing);

    public Bench Wire { get; }

    public SimulatedChip Chip => Wire.Chip;

    public void Control(uint bits) => Wire.Word(Dhcsr, Key | bits);

    public bool IsHalted => (Wire.Word(Dhcsr) & Halted) != 0;

    public uint this[uint register]
    {
        get
        {
            Wire.Word(0xE000_EDF4, register);
            return Wire.Word(0xE000_EDF8);
        }

        set
        {
            Wire.Word(0xE000_EDF8, value);
            Wire.Word(0xE000_EDF4, 0x10000 | register);
        }
    }

    /// <summary>Puts code at the start of RAM and gets ready to run it.</summary>
    public void Load(params ushort[] code)
    {
        for (var i = 0; i < code.Length; i++)
            Assert.True(Wire.TryWrite(Ram + ((uint)i * 2), 2, code[i]));
        this[13] = Ram + StackTop;
        this[15] = Ram;
        this[16] = 1u << 24;
    }

    /// <summary>Runs and gives target time until the core is halted again, or a second has passed.</summary>
    public void Run(TimeSpan? time = null)
    {
        Control(1);
        Wire.Host.Line.Delay(time ?? TimeSpan.FromSeconds(1), default);
    }
}
