// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Mailbox;
using Appliance.Targets;

namespace Appliance.Flashing.Fus.Connection;

/// <summary>Writes FLASH_OPTR and has it loaded, which resets the chip (RM0434, 3.4.3). Of the register the boot bits alone ever change, but for protection that a torn word left.</summary>
internal sealed class OptionWriter(WbLink link)
{
    private const uint FlashKey1 = 0x4567_0123;
    private const uint FlashKey2 = 0xCDEF_89AB;
    private const uint OptionKey1 = 0x0819_2A3B;
    private const uint OptionKey2 = 0x4C5D_6E7F;
    private const uint Lock = 1u << 31;
    private const uint OptionLock = 1u << 30;
    private const uint Start = 1u << 17;
    private const uint Launch = 1u << 27;
    private const uint Busy = (1u << 16) | (1u << 18);

    /// <summary>Every error flag, OPTVERR among them: it is set after each reset for no reason (ES0394), and with it set nothing begins.</summary>
    private const uint Errors = 0xC3FB;

    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <summary>Writes, loads and reads back.</summary>
    /// <exception cref="FusException"><see cref="FusFault.OptionBytes"/>.</exception>
    public void Write(uint wanted, CancellationToken cancel)
    {
        var before = link.With(memory => memory.ReadWord(WbRegisters.Options), cancel);
        if (before == wanted)
            return;
        if (((before ^ wanted) & ~BootBits.All) != 0)
            throw new InvalidOperationException($"Only boot bits may change: 0x{before:X8} to 0x{wanted:X8}.");
        Change(wanted, cancel);
    }

    /// <summary>Takes the protection away that a torn word has left; user flash is erased by it.</summary>
    /// <exception cref="FusException"><see cref="FusFault.OptionBytes"/>.</exception>
    public void Unprotect(uint options, CancellationToken cancel) => Change((options & ~BootBits.Protection) | BootBits.Open, cancel);

    private void Change(uint wanted, CancellationToken cancel)
    {
        link.With(memory => Store(memory, wanted, cancel), cancel);
        Load(cancel);
        var after = BootBits.AreSystemMemory(wanted)
            ? link.With(memory => memory.ReadWord(WbRegisters.Options), cancel)
            : link.WithFirmware(memory => memory.ReadWord(WbRegisters.Options), cancel);
        if (after != wanted)
        {
            throw new FusException(
                FusFault.OptionBytes, "The option bytes that choose where the chip starts did not take.", $"FLASH_OPTR 0x{wanted:X8}", $"0x{after:X8}");
        }
    }

    private bool Store(IMemory memory, uint wanted, CancellationToken cancel)
    {
        Wait(memory, cancel);
        memory.WriteWord(WbRegisters.FlashStatus, Errors);
        Unlock(memory, Lock, WbRegisters.FlashKey, FlashKey1, FlashKey2);
        Unlock(memory, OptionLock, WbRegisters.OptionKey, OptionKey1, OptionKey2);
        memory.WriteWord(WbRegisters.Options, wanted);
        memory.WriteWord(WbRegisters.FlashControl, Start);
        Wait(memory, cancel);
        return true;
    }

    /// <summary>The write that launches is mostly the last that is heard of the debug port; whether it was, the register tells.</summary>
    private void Load(CancellationToken cancel)
    {
        _ = link.Once<object>(memory =>
        {
            memory.WriteWord(WbRegisters.FlashControl, Launch);
            memory.Flush();
            return memory;
        }, cancel);
        link.Drop();
    }

    private static void Unlock(IMemory memory, uint bit, uint register, uint key1, uint key2)
    {
        if ((memory.ReadWord(WbRegisters.FlashControl) & bit) == 0)
            return;
        memory.WriteWord(register, key1);
        memory.WriteWord(register, key2);
        memory.Flush();
    }

    private void Wait(IMemory memory, CancellationToken cancel)
    {
        memory.Flush();
        var end = link.Clock.Now + Longest;
        while ((memory.ReadWord(WbRegisters.FlashStatus) & Busy) != 0)
        {
            if (link.Clock.Now >= end)
                throw new FusException(FusFault.OptionBytes, "The flash controller stays busy.", "BSY clear", "BSY set");
            link.Clock.Delay(Pause, cancel);
        }
    }
}
