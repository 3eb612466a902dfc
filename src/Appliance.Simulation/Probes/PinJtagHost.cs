// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Pins;

namespace Appliance.Simulation.Probes;

/// <summary>
/// The JTAG host inside a simulated probe (IHI 0031, chapter B3), on the pins of lane 0: the debug port TAP next to TDO, that of the boundary scan of an STM32
/// behind it in BYPASS. Acknowledges and the order of results are those of <see cref="PinSwdHost"/>: an AP read answers with the result of the one before.
/// </summary>
internal sealed class PinJtagHost(PinDriver pins)
{
    private const uint Ones = 0xFFFF_FFFF, SerialWireToJtag = 0xE73C, StickyFlags = 0x32, PowerAndOverrun = 0x5000_0001;
    private const uint AbortInstruction = 0x8, DpInstruction = 0xA, ApInstruction = 0xB;
    private const int CoreBits = 4, BoundaryBits = 5, AccessBits = 35, IdleCycles = 4;
    private const int AckWait = 1, AckOkFault = 2;
    private uint _instruction;

    /// <summary>A read of a DP register gives what the scan itself brought out, one too early, as old firmware does; RDBUFF has the value then.</summary>
    public bool ReadsLate { get; set; }

    /// <summary>From the serial wire to JTAG, Test-Logic-Reset, and whether IDCODE is one.</summary>
    public bool Enter()
    {
        _instruction = 0;
        Mode(Ones, 28);
        Mode(Ones, 28);
        Mode(SerialWireToJtag, 16);
        Mode(Ones, 8);
        Mode(0, 1);
        var id = (uint)Shift(0x1, 3, Ones, 32);
        return id != Ones && (id & 1) != 0;
    }

    /// <summary>One transfer; see <see cref="PinSwdHost.Transfer"/>.</summary>
    public int Transfer(int access, ref uint data)
    {
        var (port, read, address) = ((access & 1) != 0, (access & 2) != 0, access & 0xC);
        if (!port && !read && address == 0)
            return Abort(data);
        var acknowledge = Scan(port ? ApInstruction : DpInstruction, read, address, data, out var before);
        if (acknowledge != PinSwdHost.Ok || !read)
            return acknowledge;
        data = before;
        if (port || ReadsLate)
            return acknowledge;
        if (address != 0xC)
            return Scan(DpInstruction, true, 0xC, 0, out data);
        acknowledge = Scan(DpInstruction, true, 4, 0, out _);
        if (acknowledge == PinSwdHost.Ok)
            acknowledge = Scan(DpInstruction, true, 0xC, 0, out before);
        return acknowledge == PinSwdHost.Ok && (before & StickyFlags) != 0 ? PinSwdHost.Fault : acknowledge;
    }

    /// <summary>What ABORT does on a serial wire: DAPABORT, and CTRL/STAT with ones where flags are to go.</summary>
    private int Abort(uint value)
    {
        if ((value & 1) != 0)
            Instruct(AbortInstruction, 8);
        var acknowledge = Scan(DpInstruction, true, 4, 0, out _);
        if (acknowledge == PinSwdHost.Ok)
            acknowledge = Scan(DpInstruction, true, 0xC, 0, out value);
        return acknowledge == PinSwdHost.Ok ? Scan(DpInstruction, false, 4, (value & PowerAndOverrun) | StickyFlags, out _) : acknowledge;
    }

    private int Scan(uint instruction, bool read, int address, uint data, out uint before)
    {
        var bits = Instruct(instruction, ((ulong)data << 3) | ((ulong)(uint)(address >> 2) << 1) | (read ? 1u : 0));
        before = (uint)(bits >> 3);
        return (int)(bits & 7) switch
        {
            AckOkFault => PinSwdHost.Ok,
            AckWait => PinSwdHost.Wait,
            _ => 7,
        };
    }

    private ulong Instruct(uint instruction, ulong data)
    {
        if (_instruction != instruction)
            Shift(0x3, 4, instruction | (Ones << CoreBits), CoreBits + BoundaryBits);
        _instruction = instruction;
        var bits = Shift(0x1, 3, data, AccessBits + 1);
        Mode(0, IdleCycles);
        return bits & ((1UL << AccessBits) - 1);
    }

    /// <summary>From Run-Test/Idle to a shift state, through it, and back.</summary>
    private ulong Shift(uint way, int steps, ulong data, int count)
    {
        Mode(way, steps);
        var bits = 0UL;
        for (var bit = 0; bit < count; bit++)
        {
            pins.FallingEdge();
            bits |= (ulong)(uint)pins.TestDataOut << bit;
            pins.Cycle(1, bit == count - 1 ? 1u : 0, (int)(data >> bit & 1));
        }

        Mode(0x1, 2);
        pins.Settle();
        return bits;
    }

    private void Mode(uint levels, int count)
    {
        for (var bit = 0; bit < count; bit++)
            pins.Cycle(1, levels >> bit & 1);
    }
}
