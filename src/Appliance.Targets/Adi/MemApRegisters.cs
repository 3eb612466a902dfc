// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Targets.Adi;

/// <summary>Register addresses of a MEM-AP (ARM IHI 0031, C2.6).</summary>
internal static class MemApRegister
{
    /// <summary>Control and status word.</summary>
    public const byte Csw = 0x00;

    /// <summary>Transfer address.</summary>
    public const byte Tar = 0x04;

    /// <summary>Data read and write.</summary>
    public const byte Drw = 0x0C;

    /// <summary>The first of four banked data registers: words 0 to 3 of the 16 bytes TAR points into.</summary>
    public const byte Bd0 = 0x10;

    /// <summary>Configuration.</summary>
    public const byte Cfg = 0xF4;

    /// <summary>Debug base address: where the ROM table is.</summary>
    public const byte Base = 0xF8;

    /// <summary>Identification, of every AP.</summary>
    public const byte Idr = 0xFC;
}

/// <summary>Bits of CSW (ARM IHI 0031, C2.6.4).</summary>
internal static class Csw
{
    /// <summary>Size, bits 2:0.</summary>
    public const uint SizeMask = 0x7;

    /// <summary>AddrInc, bits 5:4: 1 counts TAR up by the size of each access.</summary>
    public const uint IncrementSingle = 1u << 4;

    /// <summary>AddrInc and Size, all this code changes.</summary>
    public const uint Changed = 0x37;

    /// <summary>DeviceEn: the AP may access memory.</summary>
    public const uint DeviceEnabled = 1u << 6;

    /// <summary>Prot of an AHB: data access, privileged, made by the debugger (ARM DDI 0337, AHB-AP CSW).</summary>
    public const uint AhbProtection = 0x2300_0000;
}

/// <summary>Size of one access: the value of CSW.Size is its binary logarithm.</summary>
internal enum AccessSize
{
    /// <summary>8 bits.</summary>
    Byte = 0,

    /// <summary>16 bits.</summary>
    HalfWord = 1,

    /// <summary>32 bits.</summary>
    Word = 2,
}
