// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Fus;
using Appliance.Simulation.Tests.Wire;

namespace Appliance.Simulation.Tests.Fus;

/// <summary>A simulated STM32WB in system boot, and its mailbox by plain words, at the addresses of the SEGGER wiki.</summary>
internal sealed class FusBench
{
    public const uint GetState = 0x00FC_5210;
    public const uint Upgrade = 0x00FC_5410;
    public const uint Delete = 0x00FC_5510;
    public const uint StartStack = 0x00FC_5A10;

    private const uint Buffer = 0x2003_0064;
    private const uint Set = 0x5800_0C08;
    private const uint Status = 0x5800_0C0C;
    private const uint Booted = 0x5800_040C;

    public FusBench(string fus, string target = "stm32wb55cc", SimulatedFusImage? stack = null, long seed = 1)
    {
        Bench = new Bench(target, new SimulationOptions { Seed = seed, Coprocessor = new CoprocessorOptions { Fus = fus, Stack = stack?.Build() ?? [] } });
        Again();
    }

    public Bench Bench { get; }

    public SimulatedCoprocessor Cpu => Bench.Chip.Coprocessor!;

    /// <summary>Lets time pass, and connects anew: a reset may have come.</summary>
    public void Pass(double seconds)
    {
        Bench.Host.Line.Delay(TimeSpan.FromSeconds(seconds), default);
        Bench.Connect();
    }

    /// <summary>Waits until the ROM and the coprocessor have started.</summary>
    public void Again()
    {
        Pass(0.2);
        Assert.Equal(0x8000u, Bench.Word(Booted));
    }

    /// <summary>Puts an image into flash without the controller: as if it had been programmed.</summary>
    public void Load(byte[] image, int page = 0x20) => image.CopyTo(Bench.Chip.Flash.AsSpan(page * 4096));

    /// <summary>Sends a command; the answer from the status on.</summary>
    public byte[] Send(uint command)
    {
        Post(command);
        for (var looks = 0; (Bench.Word(Status) & 2) != 0; looks++)
        {
            Assert.True(looks < 100, "the channel stays busy");
            Bench.Host.Line.Delay(TimeSpan.FromMilliseconds(20), default);
        }

        byte[] answer = [.. Enumerable.Range(0, 4).SelectMany(word => BitConverter.GetBytes(Bench.Word(Buffer + ((uint)word * 4))))];
        Assert.Equal([0x11, 0x0E], answer[..2]);
        return answer[6..(3 + answer[2])];
    }

    /// <summary>Sends a command whose answer a reset may take away.</summary>
    public void Post(uint command)
    {
        Bench.Word(Buffer, 0);
        Bench.Word(Buffer + 4, 0);
        Bench.Word(Buffer + 8, command);
        Bench.Word(Set, 0x2_0000);
    }

    /// <summary>Has FUS take what is in flash, and waits until it is done with it.</summary>
    public byte[] UpgradeToTheEnd()
    {
        if (Send(Upgrade) is not [0])
            return Send(GetState);
        for (var waits = 0; Cpu.Works; waits++)
        {
            Assert.True(waits < 600, "FUS does not end");
            Bench.Host.Line.Delay(TimeSpan.FromMilliseconds(100), default);
        }

        Again();
        return Cpu.StartsStack ? [] : Send(GetState);
    }
}
