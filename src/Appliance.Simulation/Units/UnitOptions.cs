// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Chips;

namespace Appliance.Simulation.Units;

/// <summary>The option bytes of a part, and what they say: stored cells, what was loaded from them last, and what software wrote since.</summary>
internal sealed class UnitOptions : IOptionBytes
{
    private const uint FirstKey = 0x0819_2A3B;
    private const uint SecondKey = 0x4C5D_6E7F;
    private const uint Protection = 0xFF;

    private readonly UnitOptionShape _shape;
    private readonly Violations _violations;
    private readonly uint[] _loaded;
    private readonly uint[] _staged;
    private readonly bool[] _spoilt;
    private byte[] _loadedFrom = [];
    private int _keysSeen;

    public UnitOptions(UnitOptionShape shape, Violations violations)
    {
        (_shape, _violations) = (shape, violations);
        _loaded = [.. shape.Registers.Select(register => register.Factory)];
        _staged = [.. _loaded];
        _spoilt = new bool[_loaded.Length];
        Stored = new byte[_loaded.Length * 4];
        for (var i = 0u; i < _loaded.Length; i++)
            Bus.Memory.Put(Stored, i * 4, 4, _loaded[i]);
    }

    /// <summary>The option words as stored, in the order of the registers.</summary>
    public byte[] Stored { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Loaded => _loadedFrom;

    /// <summary>Whether a debugger is kept out of main flash.</summary>
    public bool ReadProtected => Level != 0;

    /// <summary>The protection level as loaded: 0, 1 or 2.</summary>
    public int Level => LevelOf(_loaded[0]);

    /// <summary>Whether the independent watchdog starts at reset.</summary>
    public bool HardwareWatchdog => (_loaded[0] & _shape.SoftwareWatchdog) == 0;

    /// <summary>Bytes of flash that are not a coprocessor's.</summary>
    public long FreeBytes => _shape.FreeBytes?.Invoke(_loaded) ?? long.MaxValue;

    /// <summary>Whether what is stored did not match its complement when it was loaded.</summary>
    public bool LoadedWithError { get; private set; }

    /// <summary>Whether what is written leads from level 1 to level 0, which erases all main flash.</summary>
    public bool Opens => Level == 1 && LevelOf(_staged[0]) == 0;

    /// <inheritdoc/>
    public bool WasBrokenOff { get; private set; }

    /// <summary>OPTLOCK.</summary>
    public bool IsLocked { get; private set; } = true;

    /// <summary>How many registers there are.</summary>
    public int Count => _loaded.Length;

    /// <summary>Whether a sector may not be changed.</summary>
    public bool IsWriteProtected(int bank, int sector) => _shape.IsWriteProtected(_loaded, bank, sector);

    /// <summary>Whether only the chip's own code may read a place, and nobody may change it.</summary>
    public bool IsCopyProtected(int bank, int offset) => _shape.IsCopyProtected?.Invoke(_loaded, bank, offset) ?? false;

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

    /// <summary>A register as software wrote it last.</summary>
    public uint ReadStaged(int index) => _staged[index];

    /// <summary>A register written; it is stored by OPTSTRT. What is a coprocessor's keeps its value.</summary>
    public bool Write(int index, uint value)
    {
        if (IsLocked)
            _violations.Add($"option register {_shape.Registers[index].Name} written while locked");
        else
            _staged[index] = (_staged[index] & ~_shape.Registers[index].Writable) | (value & _shape.Registers[index].Writable);
        return true;
    }

    /// <summary>How many times what was written is lost when it should be stored.</summary>
    public int LostStores { get; set; }

    /// <summary>What was written is stored. Level 2 keeps all as it is.</summary>
    public void Store()
    {
        if (Level == 2)
        {
            _violations.Add("options stored at level 2, which nothing changes any more");
            return;
        }

        if (LostStores > 0)
        {
            LostStores--;
            return;
        }

        for (var i = 0u; i < _staged.Length; i++)
        {
            Bus.Memory.Put(Stored, i * 4, 4, _staged[i]);
            _spoilt[i] = false;
        }
    }

    /// <summary>The supply goes, or a reset comes, while options are stored: what was to change is neither the one nor the other, and does not match its complement.</summary>
    public void Tear()
    {
        WasBrokenOff = true;
        for (var i = 0; i < _staged.Length; i++)
            _spoilt[i] |= _staged[i] != Bus.Memory.Get(Stored, (uint)i * 4, 4);
    }

    /// <summary>Makes one word differ from its complement.</summary>
    public void Spoil(int index) => _spoilt[index] = true;

    /// <summary>What is stored is loaded. A word that does not match its complement counts as its default, and a protection level as 1.</summary>
    public void Load()
    {
        LoadedWithError = _spoilt.Contains(true);
        _loadedFrom = [.. Stored];
        WasBrokenOff = false;
        for (var i = 0u; i < _loaded.Length; i++)
            _staged[i] = _loaded[i] = _spoilt[i] ? Default((int)i) : Bus.Memory.Get(Stored, i * 4, 4);
        Lock();
    }

    /// <summary>Stores other bits in one word, as the factory or a coprocessor does.</summary>
    public void Set(int index, uint clear, uint set) =>
        Bus.Memory.Put(Stored, (uint)index * 4, 4, (Bus.Memory.Get(Stored, (uint)index * 4, 4) & ~clear) | set);

    /// <summary>A coprocessor was reset while it stored options of its own.</summary>
    public void BreakOff() => WasBrokenOff = true;

    /// <summary>Stores one word as a new chip has it.</summary>
    public void SetFactory(int index) => Set(index, uint.MaxValue, _shape.Registers[index].Factory);

    /// <summary>Stores a protection level other than 0.</summary>
    public void Protect(bool forEver) => Set(0, Protection << _shape.ProtectionShift, forEver ? (uint)_shape.Sealed << _shape.ProtectionShift : 0);

    /// <summary>Stores the option that starts the watchdog at reset.</summary>
    public void StartWatchdog() => Set(0, _shape.SoftwareWatchdog, 0);

    /// <summary>Stores options that protect the first sector from being changed.</summary>
    public void ProtectFirstSector() => Set(_shape.FirstSector.Register, _shape.FirstSector.Clear, _shape.FirstSector.Set);

    private int LevelOf(uint first) => (byte)(first >> _shape.ProtectionShift) is var value && value == _shape.Open ? 0 : value == _shape.Sealed ? 2 : 1;

    private uint Default(int index) => _shape.Registers[index].Factory | (index == 0 ? Protection << _shape.ProtectionShift : 0);
}

/// <summary>Where the options of a layout are.</summary>
/// <param name="Registers">The registers; the first has read protection and the watchdog's option.</param>
/// <param name="ProtectionShift">Place of RDP in it.</param>
/// <param name="SoftwareWatchdog">The bit of it that is 1 where software starts the watchdog.</param>
/// <param name="IsWriteProtected">Whether a sector of a bank is write protected, by the values of the registers.</param>
/// <param name="FreeBytes">Bytes that are not a coprocessor's; null where all are.</param>
internal sealed record UnitOptionShape(
    IReadOnlyList<OptionRegister> Registers, int ProtectionShift, uint SoftwareWatchdog, Func<uint[], int, int, bool> IsWriteProtected,
    Func<uint[], long>? FreeBytes = null)
{
    /// <summary>Whether an offset of a bank is in an area only code may read (PCROP); null where none is modelled.</summary>
    public Func<uint[], int, int, bool>? IsCopyProtected { get; init; }

    /// <summary>The value of level 0.</summary>
    public byte Open { get; init; } = 0xAA;

    /// <summary>The value of level 2.</summary>
    public byte Sealed { get; init; } = 0xCC;

    /// <summary>What protects the first sector: which register, bits cleared, bits set. An area from sector 0 to 0 unless said otherwise.</summary>
    public (int Register, uint Clear, uint Set) FirstSector { get; init; } = (1, 0x00FF_00FF, 0);
}

/// <summary>One option register.</summary>
/// <param name="Offset">Its offset.</param>
/// <param name="Name">Its name.</param>
/// <param name="Factory">What a new chip has.</param>
/// <param name="Writable">Bits a debugger may change.</param>
internal sealed record OptionRegister(uint Offset, string Name, uint Factory, uint Writable)
{
    /// <summary>Offset of its twin that is written, where the first only shows what was loaded.</summary>
    public uint? Twin { get; init; }
}
