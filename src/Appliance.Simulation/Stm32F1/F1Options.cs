// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Stm32F1;

/// <summary>
/// The option bytes at 0x1FFFF800 and what the loader made of them last (PM0075, section 2.5): eight half-words,
/// each an option and its complement. An erased RDP means protected.
/// </summary>
internal sealed class F1Options(F1Flash flash, ChipContext context, bool isLater) : IBusSlave
{
    /// <summary>Level 2 of F0 and F3 (RM0091, section 3.3.1).</summary>
    public const byte Sealed = 0xCC;

    private const byte Open1 = 0xA5;
    private const byte Open0 = 0xAA;
    private const uint Key1 = 0x4567_0123;
    private const uint Key2 = 0xCDEF_89AB;
    private const uint HardwareWatchdogBit = 1;

    private byte[] _loaded = [];
    private int _keysSeen;

    /// <summary>The bytes as stored: RDP, USER, Data0, Data1, WRP0 to WRP3, each followed by its complement.</summary>
    public byte[] Bytes { get; } =
        [isLater ? Open0 : Open1, isLater ? (byte)0x55 : (byte)0x5A, 0xFF, 0x00, 0xFF, 0x00, 0xFF, 0x00, 0xFF, 0x00, 0xFF, 0x00, 0xFF, 0x00, 0xFF, 0x00];

    /// <summary>The bytes as they were when they were loaded last.</summary>
    public ReadOnlySpan<byte> Loaded => _loaded;

    /// <summary>OPTWRE: option bytes may be changed.</summary>
    public bool WriteEnabled { get; private set; }

    /// <summary>The protection level as loaded: 0, 1, or 2 where there is one.</summary>
    public int Level { get; private set; }

    /// <summary>Read protection as loaded.</summary>
    public bool ReadProtected => Level > 0;

    private byte Unprotected => isLater ? Open0 : Open1;

    /// <summary>WRPR as loaded: a 0 protects 4 KiB, bit 31 all that is left.</summary>
    public uint WriteProtection { get; private set; } = uint.MaxValue;

    /// <summary>OBR as loaded.</summary>
    public uint OptionByteRegister { get; private set; }

    /// <summary>Whether the independent watchdog starts at reset (USER.WDG_SW = 0).</summary>
    public bool HardwareWatchdog { get; private set; }

    /// <inheritdoc/>
    public long HeldUntil(in BusAccess access) => flash.InformationHeldUntil;

    /// <inheritdoc/>
    public bool TryRead(in BusAccess access, out uint value)
    {
        value = Memory.Get(Bytes, access.Offset, access.Size);
        return true;
    }

    /// <inheritdoc/>
    public bool TryWrite(in BusAccess access, uint value)
    {
        var bank = flash.Banks[0];
        if (access.Size != 2)
            return false;
        if (!WriteEnabled || (bank.Control & F1FlashControl.Operations) != F1FlashControl.OptionProgram || !flash.CanStart)
        {
            context.Violations.Add("option byte written without OPTWRE and OPTPG alone set, or without HSI");
            return false;
        }

        if (Memory.Get(Bytes, access.Offset, 2) != 0xFFFF)
            bank.FlagProgramError();
        else
            Program(bank, access.Offset, (byte)value);
        return true;
    }

    /// <inheritdoc/>
    public void Reset()
    {
        WriteEnabled = false;
        _keysSeen = 0;
    }

    /// <summary>OPTKEYR: the two keys in order set OPTWRE.</summary>
    public bool WriteKey(uint value)
    {
        if (_keysSeen == 0 && value == Key1)
        {
            _keysSeen = 1;
            return true;
        }

        var right = _keysSeen == 1 && value == Key2;
        _keysSeen = right ? 0 : -1;
        WriteEnabled = right;
        return right;
    }

    /// <summary>OPTWRE is cleared by writing 0 to it in CR.</summary>
    public void KeepEnabled(bool written) => WriteEnabled &= written;

    /// <summary>OPTER and STRT: all option bytes become erased, which protects the chip from the next reset on.</summary>
    public void Erase(F1FlashBank bank)
    {
        if (!WriteEnabled)
        {
            context.Violations.Add("option erase without OPTWRE");
            return;
        }

        Array.Fill(Bytes, (byte)0xFF);
        bank.Begin(flash.DrawErase(BusyKind.Options), null);
    }

    /// <summary>The option byte loader.</summary>
    public void Load()
    {
        _loaded = [.. Bytes];
        var error = false;
        var level = LoadOne(0, ref error);
        Level = level == Unprotected ? 0 : isLater && level == Sealed ? 2 : 1;
        var user = LoadOne(2, ref error);
        HardwareWatchdog = (user & HardwareWatchdogBit) == 0;
        WriteProtection = LoadOne(8, ref error) | LoadOne(10, ref error) << 8 | LoadOne(12, ref error) << 16 | LoadOne(14, ref error) << 24;
        var data = LoadOne(4, ref error) | (LoadOne(6, ref error) << 8);
        OptionByteRegister = (error ? 1u : 0) | (isLater ? LevelBits | (user << 8) | (data << 16) : (ReadProtected ? 2u : 0) | (user << 2) | (data << 10));
    }

    /// <summary>RDPRT of F0 and F3: bit 1 for a level above 0, bit 2 for level 2.</summary>
    private uint LevelBits => Level switch { 0 => 0, 1 => 2, _ => 6 };

    /// <summary>Stores one option and its complement, as the factory or a fault would.</summary>
    public void Set(int offset, byte value)
    {
        Bytes[offset] = value;
        Bytes[offset + 1] = (byte)~value;
    }

    private void Program(F1FlashBank bank, uint offset, byte value)
    {
        var busy = flash.DrawProgram(BusyKind.Options);
        if (offset == 0 && value == Unprotected && ReadProtected)
            busy += flash.EraseAllForUnprotect();
        Set((int)offset, value);
        bank.Begin(busy, null);
    }

    private uint LoadOne(int offset, ref bool error)
    {
        var (value, complement) = (Bytes[offset], Bytes[offset + 1]);
        if ((byte)~value == complement)
            return value;
        error |= value != 0xFF || complement != 0xFF;
        return 0xFF;
    }
}
