// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.StLink;

/// <summary>
/// Where the caller aims a MEM-AP: the CSW and TAR it has written. They go to the AP only when a raw access needs them there; a memory command
/// of the firmware carries the address itself, and leaves a CSW and TAR of its own behind.
/// </summary>
/// <param name="ap">The AP.</param>
internal sealed class MemoryAim(byte ap)
{
    public const byte CswRegister = 0x00;
    public const byte TarRegister = 0x04;
    public const byte DrwRegister = 0x0C;
    private const uint IncrementMask = 0x30;
    private const uint IncrementSingle = 0x10;

    public byte Ap { get; } = ap;

    public uint? Csw { get; private set; }

    public uint? Tar { get; private set; }

    public bool CswInPlace { get; private set; }

    public bool TarInPlace { get; private set; }

    /// <summary>Bytes of one access, where CSW is known and the size is one of 8, 16 and 32 bits; else 0.</summary>
    public int Unit => Csw is { } csw && (csw & 7) <= 2 ? 1 << (int)(csw & 7) : 0;

    /// <summary>Whether TAR counts up by the size of an access.</summary>
    public bool Counts => (Csw & IncrementMask) == IncrementSingle;

    /// <summary>Whether a write of this register is kept here.</summary>
    public static bool Keeps(byte register) => register is CswRegister or TarRegister;

    public void Set(byte register, uint value)
    {
        if (register == TarRegister)
        {
            (Tar, TarInPlace) = (value, false);
            return;
        }

        CswInPlace = CswInPlace && Csw == value;
        Csw = value;
    }

    public void Placed(byte register)
    {
        if (register == TarRegister) TarInPlace = true;
        else CswInPlace = true;
    }

    /// <summary>A raw access through DRW: only the AP knows TAR now.</summary>
    public void Counted() => (Tar, TarInPlace) = (null, true);

    /// <summary>A command of the firmware has used the AP.</summary>
    public void Overwritten(uint? tar)
    {
        Tar = tar;
        CswInPlace = TarInPlace = false;
    }

    /// <summary>An access failed: TAR in the AP says where, so nothing is written over it.</summary>
    public void Forget() => (Csw, Tar, CswInPlace, TarInPlace) = (null, null, false, false);
}
