// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Probes;

namespace Appliance.Simulation.BlackMagic;

/// <summary>A chip the simulated firmware knows.</summary>
/// <param name="DeviceId">DEV_ID of DBGMCU_IDCODE.</param>
/// <param name="Driver">What the firmware calls it.</param>
/// <param name="FlashBytes">Main flash the firmware takes for given, whatever the part has.</param>
/// <param name="PageBytes">Its pages.</param>
internal sealed record BlackMagicChip(uint DeviceId, string Driver, int FlashBytes, int PageBytes);

/// <summary>The part of the simulated firmware that reaches a core: scan, attach, memory, reset, detach. It knows the STM32F1 alone.</summary>
internal sealed class BlackMagicTarget(SimulatedBoard board)
{
    private const int WaitTries = 4096;
    private const int Polls = 2000;
    private const uint Dhcsr = 0xE000_EDF0, Demcr = 0xE000_EDFC, Aircr = 0xE000_ED0C; // ARMv7-M ARM, C1.6 and B3.2.6
    private const uint DebugKey = 0xA05F_0000, Enable = 1, Halt = 3, IsHalted = 1 << 17;
    private const uint CatchReset = 0x0100_0001, SystemReset = 0x05FA_0004;
    private const uint IdCode = 0xE004_2000, DebugControl = 0xE004_2004, FreezeWatchdogs = 0x300; // RM0008, section 31.16

    private static readonly BlackMagicChip[] Known =
    [
        new(0x410, "STM32F1 medium density", 0x2_0000, 0x400), new(0x412, "STM32F1 low density", 0x8000, 0x400), new(0x414, "STM32F1 high density", 0x8_0000, 0x800),
        new(0x418, "STM32F1 connectivity line", 0x4_0000, 0x800), new(0x420, "STM32F1 value line", 0x2_0000, 0x400),
        new(0x428, "STM32F1 value line high density", 0x8_0000, 0x800), new(0x430, "STM32F1 XL density", 0x10_0000, 0x800),
    ];

    private readonly ProbeDebugPort _port = new(board.Driver, WaitTries, lateJtagReads: false);
    private ProbeMemory? _memory;

    /// <summary>nRESET is held low from a scan to the attach.</summary>
    public bool ConnectsUnderReset { get; set; }

    /// <summary>What the last scan found; null for nothing.</summary>
    public BlackMagicChip? Found { get; private set; }

    /// <summary>Whether the core is under control.</summary>
    public bool Attached { get; private set; }

    /// <summary>Whether the target carries a supply.</summary>
    public bool Powered => board.Chip.IsPowered && board.Chip.Pins.Alive;

    /// <summary>Looks for a chip.</summary>
    public bool Scan()
    {
        (Found, Attached) = (null, false);
        board.Driver.PullReset(ConnectsUnderReset ? 1u : 0);
        if (_port.Enter() != AccessCode.Ok)
        {
            board.Driver.PullReset(0);
            return false;
        }

        _memory = new ProbeMemory(_port);
        Found = Word(IdCode) is { } id ? Array.Find(Known, chip => chip.DeviceId == (id & 0xFFF)) ?? new BlackMagicChip(id & 0xFFF, "Unknown ARM Cortex-M3", 0, 0) : null;
        return Found is not null;
    }

    /// <summary>Halts the core and freezes its watchdogs.</summary>
    public bool Attach()
    {
        if (Found is null) return false;
        Put(Demcr, CatchReset);
        Put(Dhcsr, DebugKey | Halt);
        board.Driver.PullReset(0);
        Attached = Halted() && Word(DebugControl) is { } control && Put(DebugControl, control | FreezeWatchdogs);
        return Attached;
    }

    /// <summary>Resets the chip; the core is caught at its first instruction.</summary>
    public bool Reset()
    {
        Put(Demcr, CatchReset);
        Put(Aircr, SystemReset);
        return Halted() && Word(DebugControl) is { } control && Put(DebugControl, control | FreezeWatchdogs);
    }

    /// <summary>Lets the core go.</summary>
    public void Detach()
    {
        Attached = false;
        Put(Demcr, 0);
        Put(Dhcsr, DebugKey | Enable);
        Put(Dhcsr, DebugKey);
    }

    /// <summary>Reads memory; null where the chip refuses. A chip that does not answer at all is given up.</summary>
    public byte[]? Read(uint address, int count)
    {
        if (_memory is not { } memory) return null;
        var unit = address % 4 == 0 && count % 4 == 0 ? 4 : address % 2 == 0 && count % 2 == 0 ? 2 : 1;
        memory.Status = AccessCode.Ok;
        var bytes = memory.Read(0, address, unit, count);
        return Fine(memory) ? bytes : null;
    }

    /// <summary>Writes memory in units of a size.</summary>
    public bool Write(uint address, ReadOnlySpan<byte> bytes, int unit)
    {
        if (_memory is not { } memory) return false;
        memory.Status = AccessCode.Ok;
        memory.Write(0, address, unit, bytes);
        return Fine(memory);
    }

    /// <summary>One word; null where it cannot be read.</summary>
    public uint? Word(uint address) => Read(address, 4) is { } bytes ? BitConverter.ToUInt32(bytes) : null;

    /// <summary>Writes one word.</summary>
    public bool Put(uint address, uint value) => Write(address, BitConverter.GetBytes(value), 4);

    private bool Fine(ProbeMemory memory)
    {
        if (memory.Status is AccessCode.ApError or (AccessCode.ApError + AccessCode.DpOffset)) Attached = false;
        return memory.Status == AccessCode.Ok;
    }

    private bool Halted()
    {
        for (var i = 0; i < Polls; i++)
        {
            if ((Word(Dhcsr) & IsHalted) > 0) return true;
        }

        return false;
    }
}
