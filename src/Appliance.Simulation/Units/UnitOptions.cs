// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Chips;

namespace Appliance.Simulation.Units;

/// <summary>The option bytes of a part, and what they say.</summary>
internal sealed class UnitOptions : IOptionBytes
{
    private const uint FirstKey = 0x0819_2A3B;
    private const uint SecondKey = 0x4C5D_6E7F;
    private const byte Open = 0xAA;

    private readonly UnitOptionShape _shape;
    private readonly Violations _violations;
    private readonly uint[] _loaded;
    private readonly uint[] _staged;
    private int _keysSeen;

    public UnitOptions(UnitOptionShape shape, Violations violations)
    {
        (_shape, _violations) = (shape, violations);
        _loaded = [.. shape.Registers.Select(register => register.Factory)];
        _staged = [.. _loaded];
        Stored = new byte[_loaded.Length * 4];
        for (var i = 0u; i < _loaded.Length; i++)
            Bus.Memory.Put(Stored, i * 4, 4, _loaded[i]);
    }

    /// <summary>The option words as stored, in the order of the registers.</summary>
    public byte[] Stored { get; }

    /// <summary>Whether a debugger is kept out of main flash.</summary>
    public bool ReadProtected => (byte)(_loaded[0] >> _shape.ProtectionShift) != Open;

    /// <summary>Whether the independent watchdog starts at reset.</summary>
    public bool HardwareWatchdog => (_loaded[0] & _shape.SoftwareWatchdog) == 0;

    /// <summary>Bytes of flash that are not a coprocessor's.</summary>
    public long FreeBytes => _shape.FreeBytes?.Invoke(_loaded) ?? long.MaxValue;

    /// <summary>OPTLOCK.</summary>
    public bool IsLocked { get; private set; } = true;

    /// <summary>How many registers there are.</summary>
    public int Count => _loaded.Length;

    /// <summary>Whether a sector may not be changed.</summary>
    public bool IsWriteProtected(int bank, int sector) => _shape.IsWriteProtected(_loaded, bank, sector);

    /// <summary>OPTKEYR: two keys in order; anything else locks until reset and is a bus error.</summary>
    public bool WriteKey(uint value)
    {
        if (_keysSeen == 0 && value == FirstKey)
        {
            _keysSeen = 1;
            return true;
        }

        var right = _keysSeen == 1 && value == SecondKey && IsLocked;
        IsLocked = !right;
        _keysSeen = right ? 0 : -1;
        return right;
    }

    /// <summary>OPTLOCK set by software.</summary>
    public void Lock() => (IsLocked, _keysSeen) = (true, 0);

    /// <summary>A register as loaded.</summary>
    public uint Read(int index) => _loaded[index];

    /// <summary>A register written; it is stored by OPTSTRT. What is a coprocessor's keeps its value.</summary>
    public bool Write(int index, uint value)
    {
        if (IsLocked)
            _violations.Add($"option register {_shape.Registers[index].Name} written while locked");
        else
            _staged[index] = (_staged[index] & ~_shape.Registers[index].Writable) | (value & _shape.Registers[index].Writable);
        return true;
    }

    /// <summary>What was written is stored.</summary>
    public void Store()
    {
        for (var i = 0u; i < _staged.Length; i++)
            Bus.Memory.Put(Stored, i * 4, 4, _staged[i]);
    }

    /// <summary>What is stored is loaded.</summary>
    public void Load()
    {
        for (var i = 0u; i < _loaded.Length; i++)
            _staged[i] = _loaded[i] = Bus.Memory.Get(Stored, i * 4, 4);
        Lock();
    }

    /// <summary>Stores other bits in one word, as the factory or a coprocessor does.</summary>
    public void Set(int index, uint clear, uint set) =>
        Bus.Memory.Put(Stored, (uint)index * 4, 4, (Bus.Memory.Get(Stored, (uint)index * 4, 4) & ~clear) | set);

    /// <summary>Stores a protection level other than 0.</summary>
    public void Protect() => Set(0, 0xFFu << _shape.ProtectionShift, 0);

    /// <summary>Stores the option that starts the watchdog at reset.</summary>
    public void StartWatchdog() => Set(0, _shape.SoftwareWatchdog, 0);
}

/// <summary>Where the options of a layout are.</summary>
/// <param name="Registers">The registers; the first has read protection and the watchdog's option.</param>
/// <param name="ProtectionShift">Place of RDP in it.</param>
/// <param name="SoftwareWatchdog">The bit of it that is 1 where software starts the watchdog.</param>
/// <param name="IsWriteProtected">Whether a sector of a bank is write protected, by the values of the registers.</param>
/// <param name="FreeBytes">Bytes that are not a coprocessor's; null where all are.</param>
internal sealed record UnitOptionShape(
    IReadOnlyList<OptionRegister> Registers, int ProtectionShift, uint SoftwareWatchdog, Func<uint[], int, int, bool> IsWriteProtected,
    Func<uint[], long>? FreeBytes = null);

/// <summary>One option register.</summary>
/// <param name="Offset">Its offset.</param>
/// <param name="Name">Its name.</param>
/// <param name="Factory">What a new chip has.</param>
/// <param name="Writable">Bits a debugger may change.</param>
internal sealed record OptionRegister(uint Offset, string Name, uint Factory, uint Writable);
