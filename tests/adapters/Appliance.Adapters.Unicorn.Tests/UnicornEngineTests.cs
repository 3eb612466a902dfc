// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Cpu;

namespace Appliance.Adapters.Unicorn.Tests;

/// <summary>What the port promises, on the library itself. Instructions are half-words as the assembler writes them.</summary>
public class UnicornEngineTests
{
    private const uint Ram = 0x2000_0000;
    private const ushort Bkpt = 0xBE00;

    [Fact]
    public void Run_ToABreakpoint_StopsAtItWithTheRegistersOfTheCode()
    {
        using var bench = new Bench(CpuModel.CortexM3, 0x2001, 0x3041, Bkpt); // movs r0,#1; adds r0,#0x41; bkpt
        Assert.Equal(CpuStop.Breakpoint, bench.Run());
        Assert.Equal((0x42u, Ram + 4), (bench.Engine[0], bench.Engine[15]));
        Assert.Equal([Ram, Ram + 2, Ram + 4], bench.Executed);
    }

    [Theory]
    [InlineData(CpuModel.CortexM0, CpuStop.Undefined)]
    [InlineData(CpuModel.CortexM0Plus, CpuStop.Undefined)]
    [InlineData(CpuModel.CortexM3, CpuStop.Breakpoint)]
    [InlineData(CpuModel.CortexM4, CpuStop.Breakpoint)]
    [InlineData(CpuModel.CortexM7, CpuStop.Breakpoint)]
    [InlineData(CpuModel.CortexM33, CpuStop.Breakpoint)]
    public void Run_AThumb2Instruction_OnlyCoresThatHaveItKnowIt(CpuModel model, CpuStop expected)
    {
        using var bench = new Bench(model, 0xF641, 0x2034, Bkpt); // movw r0,#0x1A34
        Assert.Equal(expected, bench.Run());
    }

    [Fact]
    public void Run_AnUnalignedLoadOfAnArmV6M_IsAFaultAndNotOfAnArmV7M()
    {
        using var small = new Bench(CpuModel.CortexM0, 0x6801, Bkpt); // ldr r1,[r0]
        using var big = new Bench(CpuModel.CortexM3, 0x6801, Bkpt);
        small.Engine[0] = big.Engine[0] = Ram + 0x101;
        Assert.Equal((CpuStop.Unaligned, CpuStop.Breakpoint), (small.Run(), big.Run()));
    }

    [Fact]
    public void Run_AStoreTheClientRefuses_IsNotDoneAndCanBeDoneLater()
    {
        using var bench = new Bench(CpuModel.CortexM3, 0xC106, Bkpt); // stmia r1!,{r1,r2}
        bench.Engine[1] = 0x4002_2000;
        bench.Refuse = true;
        Assert.Equal(CpuStop.Asked, bench.Run());
        Assert.Equal((Ram, 0x4002_2000u), (bench.Engine[15], bench.Engine[1]));
        bench.Refuse = false;
        Assert.Equal(CpuStop.Breakpoint, bench.Run());
        Assert.Equal(0x4002_2008u, bench.Engine[1]);
        Assert.Equal([(0x4002_2000u, 4, 0x4002_2000u), (0x4002_2004u, 4, 0u)], bench.Writes);
    }

    [Fact]
    public void Run_ALoadFromNotSharedMemory_HasTheWholeAddressAndTheClientsValue()
    {
        using var bench = new Bench(CpuModel.CortexM3, 0x6801, 0x7802, Bkpt); // ldr r1,[r0]; ldrb r2,[r0]
        bench.Engine[0] = 0xE000_ED00;
        bench.Run();
        Assert.Equal([(0xE000_ED00u, 4), (0xE000_ED00u, 1)], bench.Reads);
        Assert.Equal((0x1234_5678u, 0x78u), (bench.Engine[1], bench.Engine[2]));
    }

    [Fact]
    public void Run_ABranchOutOfSharedMemory_NamesWhereItWent()
    {
        using var bench = new Bench(CpuModel.CortexM3, 0x4700); // bx r0
        bench.Engine[0] = 0x0800_0101;
        Assert.Equal(CpuStop.FetchFault, bench.Run());
        Assert.Equal(0x0800_0100u, bench.Engine[15]);
    }

    [Fact]
    public void ForgetCode_AfterTheCodeWasChangedFromOutside_RunsTheNewCode()
    {
        using var bench = new Bench(CpuModel.CortexM3, 0x2001, Bkpt);
        bench.Run();
        bench.Memory[0] = 7; // movs r0,#7
        bench.Engine[15] = Ram;
        bench.Engine.ForgetCode();
        bench.Run();
        Assert.Equal(7u, bench.Engine[0]);
    }

    [Fact]
    public void Run_AnExceptionInTheClient_ComesOutOfRun()
    {
        using var bench = new Bench(CpuModel.CortexM3, 0x2001, Bkpt) { Throw = true };
        var error = Assert.Throws<CpuEngineException>(() => bench.Run());
        Assert.IsType<TimeoutException>(error.InnerException);
    }

    [Fact]
    public void Flags_OfACompare_AreReadAndWritten()
    {
        using var bench = new Bench(CpuModel.CortexM0, 0x2800, Bkpt); // cmp r0,#0
        bench.Run();
        Assert.Equal(0x6000_0000u, bench.Engine.Flags);
        bench.Engine.Flags = 0x9000_0000;
        Assert.Equal(0x9000_0000u, bench.Engine.Flags);
    }

    private sealed class Bench : ICpuClient, IDisposable
    {
        public Bench(CpuModel model, params ushort[] code)
        {
            Buffer.BlockCopy(code, 0, Memory, 0, code.Length * 2);
            Engine = (UnicornEngines.TryOpen(out var missing) ?? throw new InvalidOperationException(missing)).Create(model, this);
            Engine.Share(Ram, Memory);
            Engine[15] = Ram;
        }

        public ICpuEngine Engine { get; }

        public byte[] Memory { get; } = new byte[8192];

        public bool Refuse { get; set; }

        public bool Throw { get; init; }

        public List<uint> Executed { get; } = [];

        public List<(uint Address, int Size)> Reads { get; } = [];

        public List<(uint Address, int Size, uint Value)> Writes { get; } = [];

        public CpuStop Run() => Engine.Run();

        public bool MayExecute(uint address)
        {
            if (Throw)
                throw new TimeoutException();
            Executed.Add(address);
            return Executed.Count < 100;
        }

        public bool TryRead(uint address, int size, out uint value)
        {
            Reads.Add((address, size));
            value = size == 4 ? 0x1234_5678u : 0x78;
            return true;
        }

        public bool TryWrite(uint address, int size, uint value)
        {
            if (Refuse)
                return false;
            Writes.Add((address, size, value));
            return true;
        }

        public void Dispose() => Engine.Dispose();
    }
}
