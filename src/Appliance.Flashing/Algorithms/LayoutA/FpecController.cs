// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets;

namespace Appliance.Flashing.Algorithms.LayoutA;

/// <summary>One flash program and erase controller: its lock, its flags, its busy time.</summary>
internal sealed class FpecController(FlashContext context)
{
    /// <summary>Deadlines are this many times the datasheet's longest time: worn flash is slow, but not for ever.</summary>
    private const int Margin = 3;

    private readonly uint _base = context.Bank.ControllerBase;

    private uint _control = Fpec.CrLock;

    /// <summary>Writes CR: <see cref="Fpec.CrPg"/> and its kin, or 0 for nothing.</summary>
    public void Select(uint bits)
    {
        if (_control == bits)
            return;
        context.Memory.WriteWord(_base + Fpec.Cr, bits);
        _control = bits;
    }

    /// <summary>Opens the lock. Keys are only written to a locked controller: any wrong sequence locks it until reset (PM0075 section 2.3.1).</summary>
    public void Unlock(CancellationToken cancel)
    {
        _ = WaitWhileBusy(context.Bank.Times.MassErase.Maximum, FlashFault.NotUnlocked, "An operation that was under way", null, cancel);
        if ((context.Memory.ReadWord(_base + Fpec.Cr) & Fpec.CrLock) != 0)
            WriteKeys();
        ClearFlags();
        context.Memory.WriteWord(_base + Fpec.Cr, _control = 0);
    }

    /// <summary>Locks the controller and makes sure of it. What is under way ends first: CR must not be written before.</summary>
    public void Lock()
    {
        _ = WaitWhileBusy(
            context.Bank.Times.MassErase.Maximum, FlashFault.ProgramTimeout, "An operation that was under way", null, CancellationToken.None);
        var control = context.Memory.ReadWord(_base + Fpec.Cr);
        if ((control & Fpec.CrLock) == 0)
        {
            context.Memory.WriteWord(_base + Fpec.Cr, Fpec.CrLock);
            control = context.Memory.ReadWord(_base + Fpec.Cr);
        }

        _control = Fpec.CrLock;
        if ((control & Fpec.CrLock) == 0)
        {
            throw new FlashException(
                FlashFault.ProgramError, "The flash controller did not lock again.", _base + Fpec.Cr, "LOCK set", $"FLASH_CR 0x{control:x8}");
        }
    }

    /// <summary>Clears PGERR, WRPRTERR and EOP.</summary>
    public void ClearFlags() => context.Memory.WriteWord(_base + Fpec.Sr, Fpec.SrFlags);

    /// <summary>Erases: chooses, starts, waits, and takes only EOP without an error flag for done.</summary>
    /// <param name="bits"><see cref="Fpec.CrMer"/> or <see cref="Fpec.CrPer"/>.</param>
    /// <param name="address">First address erased; written to AR for a page.</param>
    /// <param name="longest">Longest time of the datasheet.</param>
    /// <param name="cancel">Looked at while it waits.</param>
    public void Erase(uint bits, uint address, TimeSpan longest, CancellationToken cancel)
    {
        ClearFlags();
        Select(bits);
        if (bits == Fpec.CrPer)
            context.Memory.WriteWord(_base + Fpec.Ar, address);
        context.Memory.WriteWord(_base + Fpec.Cr, bits | Fpec.CrStrt);
        var status = WaitWhileBusy(longest, FlashFault.EraseTimeout, "Erase", address, cancel);
        if ((status & Fpec.SrFlags) != Fpec.SrEop)
            throw FpecErrors.Of(status, FlashFault.EraseError, "erase", address);
        Select(0);
    }

    /// <summary>Waits until BSY is clear.</summary>
    /// <returns>SR.</returns>
    /// <exception cref="FlashException">It is not, after <paramref name="longest"/> with its margin.</exception>
    public uint WaitWhileBusy(TimeSpan longest, FlashFault late, string what, uint? address, CancellationToken cancel)
    {
        var started = context.Clock.Now;
        while (true)
        {
            var status = context.Memory.ReadWord(_base + Fpec.Sr);
            if ((status & Fpec.SrBsy) == 0)
                return status;
            cancel.ThrowIfCancellationRequested();
            if (context.Clock.Now - started > longest * Margin)
                throw FpecErrors.Late(late, what, address, longest, status);
        }
    }

    private void WriteKeys()
    {
        try
        {
            context.Memory.WriteWord(_base + Fpec.Keyr, Fpec.Key1);
            context.Memory.WriteWord(_base + Fpec.Keyr, Fpec.Key2);
            context.Memory.Flush();
        }
        catch (TargetException error) when (error.Fault == TargetFault.MemoryFault)
        {
            throw StaysLocked("a bus error answered the keys", error);
        }

        var control = context.Memory.ReadWord(_base + Fpec.Cr);
        if ((control & Fpec.CrLock) != 0)
            throw StaysLocked($"FLASH_CR 0x{control:x8}", null);
    }

    private FlashException StaysLocked(string actual, Exception? inner) => new(
        FlashFault.NotUnlocked,
        "The flash controller did not unlock. After a wrong key sequence it stays locked until the chip is reset.",
        _base + Fpec.Keyr, "LOCK clear after KEY1, KEY2", actual, inner);
}
