// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Algorithms.Units;
using Appliance.Ports.Wires;
using Appliance.Targets;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.OptionBytes;

/// <summary>Options that are registers of the flash controller: written, then stored all at once.</summary>
internal sealed class RegisterOptions(IMemory memory, ITargetClock clock, OptionDescription options, OptionControl control) : IOptionRegisters
{
    private const int Margin = 3;

    private uint Control
    {
        get => memory.ReadWord(options.Controller + control.Control);
        set => memory.WriteWord(options.Controller + control.Control, value);
    }

    /// <inheritdoc/>
    public uint[] Read() => [.. options.Registers.Select(register => memory.ReadWord(register.Address))];

    /// <inheritdoc/>
    public void Store(IReadOnlyList<uint> registers, TimeSpan longest, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        WaitWhileBusy(longest);
        Unlock();
        memory.WriteWord(options.Controller + control.Clear, control.Failed);
        for (var i = registers.Count - 1; i >= 0; i--)
            Write(options.Registers[i], registers[i]);
        Control = Kept | control.Start;
        WaitWhileBusy(longest);
        Check();
        if (control.Launch == 0)
            Lock();
    }

    /// <inheritdoc/>
    public bool Launch()
    {
        if (control.Launch == 0)
            return false;
        Unlock();
        Control = control.Launch;
        memory.Flush();
        return true;
    }

    /// <summary>What must stay as it is when the start bit is written: options, where they share the register.</summary>
    private uint Kept => SharesControl ? Control & ~(control.Key.Bit | control.Start) : 0;

    private bool SharesControl => options.Registers.Any(register => register.Stored == options.Controller + control.Control);

    private void Write(OptionRegister register, uint value)
    {
        if (register.Stored == options.Controller + control.Control)
            value &= ~(control.Key.Bit | control.Start);
        memory.WriteWord(register.Stored, value);
    }

    private void Unlock()
    {
        if (control.Outer is { } outer)
            Open(outer, options.Controller + control.Control);
        Open(control.Key, options.Controller + control.Control);
    }

    /// <summary>Keys are only written to a lock that is shut: any wrong sequence locks it until reset.</summary>
    private void Open(FlashLock shut, uint register)
    {
        if ((memory.ReadWord(register) & shut.Bit) == 0)
            return;
        try
        {
            memory.WriteWord(options.Controller + shut.Register, shut.Key1);
            memory.WriteWord(options.Controller + shut.Register, shut.Key2);
            memory.Flush();
        }
        catch (TargetException error) when (error.Fault == TargetFault.MemoryFault)
        {
            throw StaysLocked(shut, "a bus error answered the keys", error);
        }

        if ((memory.ReadWord(register) & shut.Bit) != 0)
            throw StaysLocked(shut, "still set", null);
    }

    private void Lock()
    {
        Control = Kept | control.Key.Bit;
        memory.Flush();
    }

    private void WaitWhileBusy(TimeSpan longest)
    {
        memory.Flush();
        var started = clock.Now;
        while ((memory.ReadWord(options.Controller + control.Status) & control.Busy) != 0)
        {
            if (clock.Now - started > longest * Margin)
            {
                throw new FlashException(
                    FlashFault.OptionMismatch, $"Storing the option bytes did not end in three times the longest time of {longest.TotalMilliseconds:0} ms.",
                    options.Controller + control.Status, "not busy", "busy");
            }
        }
    }

    private void Check()
    {
        var status = memory.ReadWord(options.Controller + control.Failure);
        if ((status & control.Failed) == 0)
            return;
        memory.WriteWord(options.Controller + control.Clear, control.Failed);
        throw new FlashException(
            FlashFault.OptionMismatch, "The controller refused to store the option bytes.", options.Controller + control.Failure, "no error flag", $"0x{status:x8}");
    }

    private static FlashException StaysLocked(FlashLock shut, string actual, Exception? inner) => new(
        FlashFault.NotUnlocked, "The option bytes did not unlock. After a wrong key sequence they stay locked until the chip is reset.", null,
        $"{shut.Name} clear after its keys", actual, inner);
}
