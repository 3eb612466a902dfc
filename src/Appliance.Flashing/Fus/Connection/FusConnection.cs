// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Images;
using Appliance.Flashing.Fus.Mailbox;
using Appliance.Targets;
using Appliance.Targets.CortexM;
using Appliance.Targets.Descriptions;
using Appliance.Targets.Identification;

namespace Appliance.Flashing.Fus.Connection;

/// <summary>
/// Brings a board into system boot, where the ROM starts the coprocessor and makes the mailbox, and back to its own option bytes. These are on the
/// appliance's disk before the first of them is changed.
/// </summary>
internal sealed class FusConnection(WbLink link, ChipDescription chip, FusDevice device, IOptionStore store, FusTiming timing, WarningLog warnings)
{
    private const uint SystemReset = 0x05FA_0004;
    private const uint ResetRegister = 0xE000_ED0C;
    private static readonly TimeSpan BootPause = TimeSpan.FromMilliseconds(5);

    private readonly OptionWriter _options = new(link);
    private string _uniqueId = "";
    private uint? _own;

    /// <summary>Whether FUS is in the middle of an operation as far as is known. No reset, halt or option byte may come then.</summary>
    public bool IsWorking { get; set; }

    /// <summary>Whether the board still has boot bits of ours.</summary>
    public bool NeedsRestore => _own is not null;

    /// <summary>Attaches and identifies the chip. Nothing on it is changed; a board that stays silent is reset by its pin.</summary>
    /// <param name="mayRecover">Option bytes that were torn may be mended, which erases user flash.</param>
    /// <param name="cancel">Ends every wait.</param>
    public void Begin(bool mayRecover, CancellationToken cancel)
    {
        try
        {
            link.Open(cancel);
            Mend(mayRecover, cancel);
            Identify(link.Identity!.Dpidr, cancel);
        }
        catch (Exception silent) when (WbLink.IsLost(silent) && silent is not TargetException { Fault: TargetFault.WrongChip or TargetFault.UnknownChip or TargetFault.ReadProtected } && link.HoldsReset)
        {
            link.OpenUnderReset(cancel);
            warnings.Add("connect-under-reset", $"The board was reached only with its reset held; its firmware takes the debug pins, or sleeps. Before that: {silent.Message}");
            Mend(mayRecover, cancel);
            Identify(link.Identity!.Dpidr, cancel);
        }
    }

    /// <summary>Keeps the option bytes of the board, and starts it from system memory.</summary>
    public void Enter(CancellationToken cancel)
    {
        RequireIdle("load option bytes");
        var options = link.With(memory => memory.ReadWord(WbRegisters.Options), cancel);
        Refuse(options, cancel);
        var own = Own(options);
        var wanted = BootBits.SystemMemory(options);
        if (own != options || wanted != options)
        {
            Keep(own);
            _own = own;
        }

        Write(wanted, cancel);
        link.ReleaseHeld(cancel);
        StartRom(cancel);
    }

    /// <summary>Where a press before this one was cut off between two keys, the lock takes none before a reset.</summary>
    private void Write(uint wanted, CancellationToken cancel)
    {
        try
        {
            _options.Write(wanted, cancel);
        }
        catch (TargetException locked) when (locked.Fault == TargetFault.MemoryFault)
        {
            Reset(cancel);
            _options.Write(wanted, cancel);
        }
    }

    /// <summary>
    /// A cut while option bytes were stored leaves some that do not match their complements; the chip loads its defaults then, and counts as protected. Its
    /// protection is taken away again, which erases user flash.
    /// </summary>
    private void Mend(bool mayRecover, CancellationToken cancel)
    {
        var options = link.With(memory => memory.ReadWord(WbRegisters.Options), cancel);
        if ((options & BootBits.Protection) != BootBits.Protection)
            return;
        if (!mayRecover)
            throw new FusException(FusFault.Refused, FusCause.OptionsTorn, "RDP = 0xAA", $"FLASH_OPTR 0x{options:X8}");
        _options.Unprotect(options, cancel);
        warnings.Add("options-mended", $"The option bytes of the chip were torn (FLASH_OPTR 0x{options:x8}), by a cut while they were stored; it has its defaults now, and user flash is erased.");
    }

    /// <summary>
    /// A press before this one may have ended while a loader ran, or the core was halted: then nobody has started the ROM. Where the coprocessor was not started
    /// within the time of a boot it does nothing that a reset could cut.
    /// </summary>
    private void StartRom(CancellationToken cancel)
    {
        var end = link.Clock.Now + timing.Boot;
        while (!link.With(memory => (memory.ReadWord(WbRegisters.PowerControl4) & WbRegisters.C2Boot) != 0, cancel))
        {
            if (link.Clock.Now >= end)
            {
                warnings.Add("rom-restarted", "The board did not run its boot loader in ROM, as when a job was cut off while the core was halted; it was reset.");
                Reset(cancel);
                return;
            }

            link.Clock.Delay(BootPause, cancel);
        }
    }

    /// <summary>Waits until the coprocessor has filled its table in.</summary>
    /// <exception cref="FusException">It did not, in the time a start takes.</exception>
    public DeviceInfo WaitInfo(CancellationToken cancel)
    {
        var end = link.Clock.Now + timing.Boot;
        while (true)
        {
            if (link.Once(memory => new FusMailbox(memory, link.Clock).ReadInfo(), cancel) is { } info)
                return info;
            if (link.Clock.Now >= end)
                throw Silent(cancel);
            link.Clock.Delay(BootPause, cancel);
        }
    }

    /// <summary>Boundary and boot address.</summary>
    public (int Boundary, uint BootOffset) Place(CancellationToken cancel) => link.With(
        memory => ((int)(memory.ReadWord(WbRegisters.SecureFlash) & WbRegisters.BoundaryMask),
            (memory.ReadWord(WbRegisters.SecureReset) & WbRegisters.BootVectorMask) * sizeof(uint)), cancel);

    /// <summary>A reset of the chip by its own register; the ROM starts anew.</summary>
    public void Reset(CancellationToken cancel)
    {
        RequireIdle("reset the chip");
        _ = link.Once<object>(memory =>
        {
            memory.WriteWord(ResetRegister, SystemReset);
            memory.Flush();
            return memory;
        }, cancel);
        link.Drop();
        link.ForgetResets(cancel);
    }

    /// <summary>Puts the board's own option bytes back.</summary>
    public void Restore(CancellationToken cancel)
    {
        if (_own is not { } own)
            return;
        RequireIdle("load option bytes");
        var now = link.With(memory => memory.ReadWord(WbRegisters.Options), cancel);
        if (((now ^ own) & ~BootBits.All) != 0)
            warnings.Add("options-changed", $"Option bits that are none of ours changed while the board was worked on (FLASH_OPTR 0x{own:x8} to 0x{now:x8}); they are left as they are.");
        Write((now & ~BootBits.All) | (own & BootBits.All), cancel);
        store.Forget(_uniqueId);
        _own = null;
    }

    /// <summary>The rule that keeps parts alive: nothing that stops or resets the chip while FUS works.</summary>
    /// <exception cref="FusException"><see cref="FusFault.Refused"/>.</exception>
    public void RequireIdle(string what)
    {
        if (IsWorking)
        {
            throw new FusException(
                FusFault.Refused, $"FUS is in the middle of an operation: it would be fatal to {what} now. Leave the board powered.", "FUS idle", "FUS at work");
        }
    }

    private void Identify(uint dpidr, CancellationToken cancel) => link.With(memory =>
    {
        var core = CortexMCore.Open(link.Link, (Targets.Adi.MemAp)memory);
        var facts = new ChipIdentifier(ChipCatalog.Default).Identify(core, chip, dpidr);
        _uniqueId = Convert.ToHexStringLower(facts.UniqueId.Span);
        if (_uniqueId.Length == 0)
            throw new FusException(FusFault.Refused, "The unique id of the chip cannot be read; its option bytes could not be kept for it.", "a unique id", "none");
        return true;
    }, cancel);

    private void Refuse(uint options, CancellationToken cancel)
    {
        if ((options & BootBits.SecurityEnabled) == 0)
            throw new FusException(FusFault.Refused, FusCause.SecurityOff, "ESE = 1", $"FLASH_OPTR 0x{options:X8}");
        var mailbox = link.With(memory => memory.ReadWord(WbRegisters.MailboxBase), cancel) & WbRegisters.MailboxBaseMask;
        if (mailbox != 0)
            throw new FusException(FusFault.Refused, FusCause.MailboxMoved, "IPCCDBA = 0", $"IPCCDBA = 0x{mailbox:X}");
    }

    /// <summary>What the board had before anybody here changed it.</summary>
    private uint Own(uint options)
    {
        if (store.Find(_uniqueId) is { } kept)
        {
            warnings.Add("boot-bits-repaired", $"A job before this one ended while the board was in system boot; it gets its own option bytes back (FLASH_OPTR 0x{kept:x8}).");
            return kept;
        }

        if (!BootBits.AreSystemMemory(options))
            return options;
        var delivered = BootBits.AsDelivered(options);
        warnings.Add("boot-bits-repaired", $"The board came in system boot and nothing is kept of it; it is left with the boot options a new part has (FLASH_OPTR 0x{delivered:x8}).");
        return delivered;
    }

    private void Keep(uint own)
    {
        try
        {
            store.Keep(_uniqueId, own);
        }
        catch (IOException full)
        {
            throw new FusException(
                FusFault.Refused, $"The option bytes of the board cannot be kept on the appliance's disk, so they are not touched: {full.Message}", "a disk that can be written", "none", full);
        }
    }

    private FusException Silent(CancellationToken cancel)
    {
        var (boundary, boot) = Place(cancel);
        var (started, ecc) = link.With(memory => (
            (memory.ReadWord(WbRegisters.PowerControl4) & WbRegisters.C2Boot) != 0, memory.ReadWord(WbRegisters.FlashEcc)), cancel);
        var seen = $"SFSA 0x{boundary:X2}, SBRV 0x{boot / sizeof(uint):X5}, C2BOOT {(started ? 1 : 0)}, ECCR 0x{ecc:X8}";
        if (FusAddresses.IsSafeboot(boot, boundary))
            return new FusException(FusFault.Lost, FusCause.SafebootLocked, "SFSA above 0", seen);
        if (!FusAddresses.IsFus(device, boot) && boot != (uint)(boundary * device.PageBytes))
            return new FusException(FusFault.Lost, FusCause.BootAddressLost, "SBRV of FUS, or at the secure boundary", seen);
        if ((ecc & WbRegisters.EccDetected) != 0)
            return new FusException(FusFault.NoAnswer, FusCause.FlashEcc, "no ECC error", seen);
        return new FusException(FusFault.NoAnswer, started ? FusCause.NoTable : FusCause.NotStarted, "a device information table", seen);
    }
}
