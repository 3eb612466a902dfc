// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Images;
using Appliance.Flashing.Fus.Mailbox;
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

    /// <summary>Attaches and identifies the chip. Nothing on it is changed.</summary>
    public void Begin(uint dpidr, CancellationToken cancel)
    {
        link.Open(cancel);
        Identify(dpidr, cancel);
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

        _options.Write(wanted, cancel);
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
        _options.Write(own, cancel);
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
            throw new FusException(FusFault.Refused, "The security of the coprocessor is off (ESE = 0); FUS does not work on such a part.", "ESE = 1", $"FLASH_OPTR 0x{options:X8}");
        var mailbox = link.With(memory => memory.ReadWord(WbRegisters.MailboxBase), cancel) & WbRegisters.MailboxBaseMask;
        if (mailbox != 0)
        {
            throw new FusException(
                FusFault.Refused, "The option byte IPCCDBA moves the mailbox; no product is delivered so, and its unit is not documented.", "IPCCDBA = 0", $"IPCCDBA = 0x{mailbox:X}");
        }
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
        var seen = $"SFSA 0x{boundary:X2}, SBRV 0x{boot / sizeof(uint):X5}";
        if (FusAddresses.IsSafeboot(boot, boundary))
            return new FusException(FusFault.Lost, "Safeboot holds the chip and has not brought it back; a FUS before 1.1.0 never does.", "SFSA above 0", seen);
        return FusAddresses.IsFus(device, boot) || boot == (uint)(boundary * device.PageBytes)
            ? new FusException(FusFault.NoAnswer, "The coprocessor did not start within its time.", "a device information table", seen)
            : new FusException(FusFault.Lost, "The coprocessor is made to start where neither FUS nor a stack is.", "SBRV of FUS, or at the secure boundary", seen);
    }
}
