// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.StLink;

/// <summary>AP registers: those of a MEM-AP on AHB become memory commands where the firmware has one, all others go raw.</summary>
public sealed partial class StLinkLink
{
    private const byte IdrRegister = 0xFC;
    private const byte FirstBanked = 0x10;
    private const byte LastBanked = 0x1C;
    private MemoryAim? _aim;

    /// <inheritdoc/>
    public uint ReadAp(byte ap, byte register)
    {
        if (register == IdrRegister) return Identify(ap);
        Span<uint> one = stackalloc uint[1];
        if (register == MemoryAim.DrwRegister)
        {
            ReadApBlock(ap, register, one);
            return one[0];
        }

        if (Banked(ap, register) is { } address) return ReadWord(address);
        PlaceAim(ap);
        return ReadRaw(ap, register);
    }

    /// <inheritdoc/>
    public void WriteAp(byte ap, byte register, uint value)
    {
        if (AimOf(ap) is { } aim && MemoryAim.Keeps(register)) aim.Set(register, value);
        else if (register == MemoryAim.DrwRegister) WriteApBlock(ap, register, [value]);
        else if (Banked(ap, register) is { } address) WriteWord(address, value);
        else WritePlaced(ap, register, value);
    }

    /// <inheritdoc/>
    public void ReadApBlock(byte ap, byte register, Span<uint> values)
    {
        if (Block(ap, register, values.Length) is { } start)
        {
            ReadMemory(AimOf(ap)!, start, values);
            return;
        }

        PlaceAim(ap);
        for (int i = 0; i < values.Length; i++) values[i] = Counted(i, ap, () => ReadRaw(ap, register));
        if (register == MemoryAim.DrwRegister) AimOf(ap)?.Counted();
    }

    /// <inheritdoc/>
    public void WriteApBlock(byte ap, byte register, ReadOnlySpan<uint> values)
    {
        if (Block(ap, register, values.Length) is { } start)
        {
            WriteMemory(AimOf(ap)!, start, values);
            return;
        }

        PlaceAim(ap);
        for (int i = 0; i < values.Length; i++)
        {
            uint value = values[i];
            Counted(i, ap, () =>
            {
                WriteRaw(ap, register, value);
                return 0;
            });
        }

        Flush(); // A wrong parity of the last word must be known while it can be given again.

        if (register == MemoryAim.DrwRegister) AimOf(ap)?.Counted();
    }

    private MemoryAim? AimOf(byte ap) => _aim?.Ap == ap ? _aim : null;

    /// <summary>Reads IDR; a MEM-AP (class 8) on AHB (type 1, or 5 for AHB5) is one the firmware's memory commands can serve (IHI 0031, C1.3).</summary>
    private uint Identify(byte ap)
    {
        uint idr = ReadRaw(ap, IdrRegister);
        bool served = ((idr >> 13) & 0xF) == 8 && (idr & 0xF) is 1 or 5;
        if (served && AimOf(ap) is null && (ap == 0 || Firmware.Banks)) _aim = new MemoryAim(ap);
        return idr;
    }

    /// <summary>The address a banked data register stands for, where a word command may go there.</summary>
    private uint? Banked(byte ap, byte register) =>
        register is >= FirstBanked and <= LastBanked && ap == 0 && AimOf(ap) is { Unit: 4, Tar: { } tar }
            ? (tar & ~0xFu) + (uint)(register - FirstBanked)
            : null;

    private void PlaceAim(byte ap)
    {
        if (AimOf(ap) is not { } aim) return;
        if (aim is { CswInPlace: false, Csw: { } csw })
        {
            WriteRaw(ap, MemoryAim.CswRegister, csw);
            aim.Placed(MemoryAim.CswRegister);
        }

        if (aim is { TarInPlace: false, Tar: { } tar })
        {
            WriteRaw(ap, MemoryAim.TarRegister, tar);
            aim.Placed(MemoryAim.TarRegister);
        }
    }

    private void WritePlaced(byte ap, byte register, uint value)
    {
        PlaceAim(ap);
        WriteRaw(ap, register, value);
    }

    /// <summary>A raw access of a block, with its place in the error.</summary>
    private static uint Counted(int index, byte ap, Func<uint> access)
    {
        try
        {
            return access();
        }
        catch (DapException error)
        {
            throw new DapException(error.Fault, error.Access, $"{error.Message} (AP{ap}, word {index} of the block)", error.CtrlStat, error)
            {
                Done = index,
                Uncertain = error.Uncertain,
            };
        }
    }
}
