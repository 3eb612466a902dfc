// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets;

namespace Appliance.Flashing.Algorithms.Units;

/// <summary>One flash controller of units: its locks, its flags, its busy time.</summary>
internal sealed class UnitController(FlashContext context, UnitRegisters registers)
{
    /// <summary>Deadlines are this many times the datasheet's longest time: worn flash is slow, but not for ever.</summary>
    private const int Margin = 3;

    private readonly uint _base = context.Bank.ControllerBase;
    private readonly UnitErrors _errors = new(registers);

    /// <summary>What is chosen now; null where that is not known.</summary>
    private uint? _chosen;

    private uint Control
    {
        get => context.Memory.ReadWord(_base + registers.Control);
        set => context.Memory.WriteWord(_base + registers.Control, value);
    }

    /// <summary>Opens the locks. Keys are only written to a lock that is shut: any wrong sequence locks the controller until reset.</summary>
    public void Unlock(CancellationToken cancel)
    {
        _ = WaitWhileBusy(context.Bank.Times.MassErase.Maximum, FlashFault.NotUnlocked, "An operation that was under way", null, cancel);
        foreach (var shut in registers.Locks)
        {
            if ((Control & shut.Bit) != 0)
                Open(shut);
        }

        ClearFlags();
        Select(0);
    }

    /// <summary>Locks the controller and makes sure of it. What is under way ends first: the control register must not be written before.</summary>
    public void Lock()
    {
        _ = WaitWhileBusy(
            context.Bank.Times.MassErase.Maximum, FlashFault.ProgramTimeout, "An operation that was under way", null, CancellationToken.None);
        var control = Control;
        if ((control & registers.Lock.Bit) == 0)
        {
            Control = registers.Lock.Bit;
            _chosen = null;
            control = Control;
        }

        if ((control & registers.Lock.Bit) == 0)
        {
            throw new FlashException(
                FlashFault.ProgramError, "The flash controller did not lock again.", _base + registers.Control, $"{registers.Lock.Name} set", $"control 0x{control:x8}");
        }
    }

    /// <summary>Chooses an operation, or 0 for none.</summary>
    public void Select(uint bits)
    {
        if (_chosen == bits)
            return;
        Control = bits == 0 ? 0 : bits | registers.Always;
        _chosen = bits;
    }

    /// <summary>Clears all error flags.</summary>
    public void ClearFlags() => context.Memory.WriteWord(_base + registers.Clear, registers.Errors);

    /// <summary>Erases one sector.</summary>
    /// <param name="address">Its first address.</param>
    /// <param name="number">Its number as the controller counts.</param>
    /// <param name="longest">Longest time of the datasheet.</param>
    /// <param name="cancel">Looked at while it waits.</param>
    public void EraseSector(uint address, int number, TimeSpan longest, CancellationToken cancel) =>
        Erase(registers.Erase | context.Bank.EraseBits | (registers.Start == 0 ? 0 : (uint)number << registers.SectorShift), address, longest, cancel);

    /// <summary>Erases what bits of the control register choose. They stay chosen: small pages take no longer to erase than to choose.</summary>
    public void Erase(uint bits, uint address, TimeSpan longest, CancellationToken cancel)
    {
        Select(bits);
        if (registers.Start != 0)
            Control = bits | registers.Always | registers.Start;
        else
            context.Memory.WriteWord(address, 0);
        var status = WaitWhileBusy(longest, FlashFault.EraseTimeout, "Erase", address, cancel);
        Check(status, FlashFault.EraseError, "erase", address);
    }

    /// <summary>Waits until nothing is under way.</summary>
    /// <returns>The status.</returns>
    /// <exception cref="FlashException">Something is, after <paramref name="longest"/> with its margin.</exception>
    public uint WaitWhileBusy(TimeSpan longest, FlashFault late, string what, uint? address, CancellationToken cancel)
    {
        context.Memory.Flush();
        var started = context.Clock.Now;
        while (true)
        {
            var status = context.Memory.ReadWord(_base + registers.Status);
            if ((status & registers.Busy) == 0)
                return status;
            cancel.ThrowIfCancellationRequested();
            if (context.Clock.Now - started > longest * Margin)
                throw UnitErrors.Late(late, what, address, longest, status);
        }
    }

    /// <summary>Refuses a status with an error flag.</summary>
    public void Check(uint status, FlashFault fault, string doing, uint address)
    {
        if ((status & registers.Errors) == 0)
            return;
        ClearFlags();
        throw _errors.Of(status, fault, doing, address);
    }

    private void Open(FlashLock shut)
    {
        try
        {
            context.Memory.WriteWord(_base + shut.Register, shut.Key1);
            context.Memory.WriteWord(_base + shut.Register, shut.Key2);
            context.Memory.Flush();
        }
        catch (TargetException error) when (error.Fault == TargetFault.MemoryFault)
        {
            throw StaysLocked(shut, "a bus error answered the keys", error);
        }

        var control = Control;
        if ((control & shut.Bit) != 0)
            throw StaysLocked(shut, $"control 0x{control:x8}", null);
    }

    private FlashException StaysLocked(FlashLock shut, string actual, Exception? inner) => new(
        FlashFault.NotUnlocked, "The flash controller did not unlock. After a wrong key sequence it stays locked until the chip is reset.",
        _base + shut.Register, $"{shut.Name} clear after its keys", actual, inner);
}
