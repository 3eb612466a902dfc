// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Chips;

namespace Appliance.Simulation.Stm32L1;

/// <summary>
/// The option bytes at 0x1FF80000 (RM0038, section 3.7): words of an option half-word and its complement, each erased and programmed by one write of a word; and
/// what FLASH_OBR and FLASH_WRPR1 show of them since they were loaded.
/// </summary>
internal sealed class L1Options : IOptionBytes, IBusSlave
{
    /// <summary>Bytes of the area: protection, user, and the two halves of WRPR1.</summary>
    public const int Bytes = 16;

    private const int Word = 4;
    private const byte Open = 0xAA;
    private const byte Sealed = 0xCC;
    private const uint User = 4;
    private const uint WriteProtect = 8;
    private const ushort SoftwareWatchdog = 1 << 4;
    private const ushort Unknown = 0xFF;

    private readonly Violations _violations;
    private readonly ushort _factoryUser;
    private byte[] _loaded = [];

    /// <param name="violations">Where misuse is written down.</param>
    /// <param name="factoryUser">The user options of a new chip.</param>
    public L1Options(Violations violations, ushort factoryUser)
    {
        (_violations, _factoryUser) = (violations, factoryUser);
        Set(User, factoryUser);
    }

    /// <summary>The words as stored.</summary>
    public byte[] Stored { get; } = [Open, 0x00, 0x55, 0xFF, 0x78, 0x00, 0x87, 0xFF, 0x00, 0x00, 0xFF, 0xFF, 0x00, 0x00, 0xFF, 0xFF];

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Loaded => _loaded;

    /// <summary>OBR as loaded.</summary>
    public uint OptionByteRegister { get; private set; }

    /// <summary>WRPR1 as loaded: a 1 protects sixteen pages.</summary>
    public uint WriteProtection { get; private set; }

    /// <summary>OPTVERR: a word did not match its complement when it was loaded.</summary>
    public bool LoadedWithError { get; private set; }

    /// <summary>OPTLOCK is open.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Stores a word: offset, word. The flash controller takes the time it needs, and erases main flash where protection goes.</summary>
    public Action<uint, uint>? Storing { get; set; }

    /// <summary>Until when the controller is busy.</summary>
    public Func<long> BusyUntil { get; set; } = () => 0;

    /// <inheritdoc/>
    public bool ReadProtected => Level != 0;

    /// <inheritdoc/>
    public int Level => (byte)OptionByteRegister switch { Open => 0, Sealed => 2, _ => 1 };

    /// <inheritdoc/>
    public bool HardwareWatchdog => (OptionByteRegister & (uint)SoftwareWatchdog << 16) == 0;

    /// <inheritdoc/>
    public long HeldUntil(in BusAccess access) => access.Writes ? 0 : BusyUntil();

    /// <inheritdoc/>
    public bool TryRead(in BusAccess access, out uint value)
    {
        value = Memory.Get(Stored, access.Offset, access.Size);
        return true;
    }

    /// <inheritdoc/>
    public bool TryWrite(in BusAccess access, uint value)
    {
        if (!IsOpen || access.Size != Word || BusyUntil() != 0 || Level == 2)
            _violations.Add("FLASH: option byte written while locked, busy, at level 2, or not as a word");
        else
            Storing?.Invoke(access.Offset, value);
        return true;
    }

    /// <inheritdoc/>
    public void Reset() => IsOpen = false;

    /// <summary>Whether a word leads from level 1 to level 0.</summary>
    public bool Opens(uint offset, uint word) => offset == 0 && Level == 1 && (byte)word == Open;

    /// <inheritdoc/>
    public void Load()
    {
        LoadedWithError = false;
        _loaded = [.. Stored];
        OptionByteRegister = LoadOne(0, Unknown) | (uint)LoadOne(User, _factoryUser) << 16;
        WriteProtection = LoadOne(WriteProtect, 0) | (uint)LoadOne(WriteProtect + Word, 0) << 16;
    }

    /// <inheritdoc/>
    public void Protect(bool forEver) => Set(0, forEver ? Sealed : (ushort)0);

    /// <inheritdoc/>
    public void StartWatchdog() => Set(User, (ushort)(Memory.Get(Stored, User, 2) & ~SoftwareWatchdog));

    /// <inheritdoc/>
    public void ProtectFirstSector() => Set(WriteProtect, 1);

    /// <inheritdoc/>
    public void Spoil(int index) => Stored[(index * Word) + 2] ^= 1;

    private void Set(uint offset, ushort value) => Memory.Put(Stored, offset, Word, value | (uint)(ushort)~value << 16);

    private ushort LoadOne(uint offset, ushort otherwise)
    {
        var word = Memory.Get(Stored, offset, Word);
        if ((ushort)word == (ushort)~(word >> 16))
            return (ushort)word;
        LoadedWithError = true;
        return otherwise;
    }
}
