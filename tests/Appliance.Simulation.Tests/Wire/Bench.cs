// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Tests.Wire;

/// <summary>A board with the tests' own host connected: power-up done, memory access by word, half-word and byte.</summary>
internal sealed class Bench
{
    public const int Abort = 0x0;
    public const int ControlStatus = 0x4;
    public const int Select = 0x8;
    public const int ReadBuffer = 0xC;
    public const int Csw = 0x0;
    public const int Tar = 0x4;
    public const int Drw = 0xC;
    public const uint FlashBase = 0x4002_2000;

    public Bench(string target = "stm32f103cb", SimulationOptions? options = null)
    {
        Board = SimulatedBoard.Create(target, options);
        Host = new BitHost(Board.OpenSwd());
        Host.Line.SetFrequency(4_000_000);
    }

    public SimulatedBoard Board { get; }

    public SimulatedChip Chip => Board.Chip;

    public BitHost Host { get; }

    public static Bench Connected(string target = "stm32f103cb", SimulationOptions? options = null)
    {
        var bench = new Bench(target, options);
        bench.Connect();
        return bench;
    }

    public void Connect()
    {
        Host.SelectSerialWire();
        Host.MustRead(false, 0, out _);
        Host.MustWrite(false, Abort, 0x1E);
        Host.MustWrite(false, Select, 0);
        PowerUp();
    }

    public void PowerUp()
    {
        Host.MustWrite(false, ControlStatus, 0x5000_0000);
        for (var tries = 0; tries < 100; tries++)
        {
            Host.MustRead(false, ControlStatus, out var status);
            if ((status & 0xA000_0000) == 0xA000_0000)
                return;
        }

        Assert.Fail("no power-up acknowledge");
    }

    /// <summary>One access of 1, 2 or 4 bytes; true when it met no error. Clears the sticky error otherwise.</summary>
    public bool TryWrite(uint address, int size, uint value)
    {
        Aim(address, size);
        Host.MustWrite(true, Drw, size == 4 ? value : value << (int)(address & 3) * 8);
        Host.Idle();
        return Settled();
    }

    public bool TryRead(uint address, int size, out uint value)
    {
        Aim(address, size);
        Host.MustRead(true, Drw, out _);
        var ack = BitHost.Wait;
        value = 0;
        while (ack == BitHost.Wait)
            ack = Host.Read(false, ReadBuffer, out value);
        if (size != 4)
            value = value >> ((int)(address & 3) * 8) & (size == 1 ? 0xFFu : 0xFFFFu);
        return Settled() && ack == BitHost.Ok;
    }

    public uint Word(uint address)
    {
        Assert.True(TryRead(address, 4, out var value), $"read of 0x{address:X8} failed");
        return value;
    }

    public void Word(uint address, uint value) => Assert.True(TryWrite(address, 4, value), $"write of 0x{address:X8} failed");

    public void Unlock()
    {
        Word(FlashBase + 0x04, 0x4567_0123);
        Word(FlashBase + 0x04, 0xCDEF_89AB);
    }

    public void Control(uint value) => Word(FlashBase + 0x10, value);

    public uint Status() => Word(FlashBase + 0x0C);

    public void WaitReady()
    {
        for (var tries = 0; tries < 100_000; tries++)
        {
            if ((Status() & 1) == 0)
                return;
        }

        Assert.Fail("BSY never fell");
    }

    private void Aim(uint address, int size)
    {
        Host.MustWrite(true, Csw, 0x2300_0000 | (uint)(size == 4 ? 2 : size - 1));
        Host.MustWrite(true, Tar, address);
    }

    /// <summary>Waits for the access port to be idle and looks at the sticky error.</summary>
    private bool Settled()
    {
        var ack = BitHost.Wait;
        while (ack == BitHost.Wait)
            ack = Host.Read(false, ReadBuffer, out _);
        if (ack == BitHost.Ok)
            return true;
        Host.MustWrite(false, Abort, 0x1E);
        return false;
    }
}
