// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Ports.Wires;
using Appliance.Targets;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.Fakes;

/// <summary>
/// Memory with layout-A flash controllers that insist on every rule of PM0075, on virtual time: one access costs one AP transfer at 4 MHz, a
/// half-word waits in the access port while the flash is busy. Breaking a rule of the manual fails the test at once.
/// </summary>
internal sealed class StrictFpecMemory : IMemory, ITargetClock
{
    /// <summary>46 SWCLK cycles at 4 MHz.</summary>
    public static readonly TimeSpan Transfer = TimeSpan.FromMicroseconds(11.5);

    private readonly FpecModel[] _banks;
    private TimeSpan _accepted;

    public StrictFpecMemory(ChipDescription chip) => _banks = [.. chip.Flash.Select(bank => new FpecModel(bank, this))];

    /// <summary>The banks, to look at and to break.</summary>
    public IReadOnlyList<FpecModel> Banks => _banks;

    public TimeSpan Now { get; private set; }

    /// <summary>Whether the internal oscillator runs.</summary>
    public bool HsiOn { get; set; } = true;

    /// <summary>Whether it starts when it is told to.</summary>
    public bool HsiStarts { get; set; } = true;

    /// <summary>Whether a half-word written while the flash is busy is lost, as on some compatible chips.</summary>
    public bool LosesHalfWordsWhileBusy { get; set; }

    /// <summary>Called before each access with its number, to break the target at one.</summary>
    public Action<int>? OnAccess { get; set; }

    /// <summary>Accesses so far.</summary>
    public int Accesses { get; private set; }

    public void Delay(TimeSpan time, CancellationToken cancel) => Now += time;

    public void Read(uint address, Span<byte> destination)
    {
        for (var i = 0; i < (destination.Length + 3) / 4; i++)
            Access();
        BankAt(address).Read(address, destination);
    }

    public void Write(uint address, ReadOnlySpan<byte> source) => throw Violation($"plain write at 0x{address:x8}");

    public uint ReadWord(uint address)
    {
        Access();
        return address == 0x40021000 ? (HsiOn ? 3u : 0u) : ControllerAt(address, out var offset).ReadRegister(offset);
    }

    public void WriteWord(uint address, uint value)
    {
        Access();
        if (address == 0x40021000)
            HsiOn = HsiStarts && (value & 1) != 0;
        else
            ControllerAt(address, out var offset).WriteRegister(offset, value);
    }

    public ushort ReadHalfWord(uint address)
    {
        Span<byte> bytes = stackalloc byte[2];
        Read(address, bytes);
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    public void WriteHalfWord(uint address, ushort value)
    {
        Access();
        var bank = BankAt(address);
        if (bank.BusyUntil > Now && LosesHalfWordsWhileBusy)
            return;
        _accepted = bank.BusyUntil > Now ? bank.BusyUntil : Now;
        bank.WriteHalfWord(address, value, _accepted);
    }

    public void WriteHalfWords(uint address, ReadOnlySpan<byte> source)
    {
        for (var i = 0; i < source.Length; i += 2)
            WriteHalfWord(address + (uint)i, BinaryPrimitives.ReadUInt16LittleEndian(source[i..]));
    }

    public void Flush() => Access();

    public InvalidOperationException Violation(string what) => new($"The manual does not allow: {what}.");

    private void Access()
    {
        OnAccess?.Invoke(Accesses++);
        Now += Transfer;
        if (_accepted > Now)
            Now = _accepted;
    }

    private FpecModel BankAt(uint address) =>
        _banks.FirstOrDefault(bank => address >= bank.Bank.Start && address < bank.Bank.Start + bank.Bank.Size)
        ?? throw Violation($"access at 0x{address:x8}");

    private FpecModel ControllerAt(uint address, out uint offset)
    {
        foreach (var bank in _banks)
        {
            offset = address - bank.Bank.ControllerBase;
            if (offset is >= 4 and <= 0x14)
                return bank;
        }

        throw Violation($"register access at 0x{address:x8}");
    }
}
