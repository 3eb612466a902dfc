// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Units;

/// <summary>The flash controller of L5 and U5 with TrustZone off (RM0438 section 6.9, RM0456 section 7.9): the bits of the L4's, in registers for the non-secure world.</summary>
internal static class LayoutE
{
    /// <summary>Its registers.</summary>
    /// <param name="unitBytes">8 of the L5, 16 of the U5.</param>
    public static UnitShape Shape(int unitBytes) => new(0x08, 0x20, 0x28, 0x20, unitBytes, WriteBytes: 4)
    {
        Lock = 1u << 31, Program = 1u << 0, Erase = 1u << 1, MassErase = LayoutD.MassErase1 | LayoutD.MassErase2, Start = 1u << 16,
        SectorShift = 3, SectorMask = 0xFFu << 3, OtherBits = LayoutD.SecondBank | (3u << 24), Ecc = true,
        Flags = new UnitFlags(
            Busy: 1u << 16, NotErased: 1u << 3, WriteProtected: 1u << 4, Alignment: 1u << 5, Size: 1u << 6, Sequence: 1u << 7, Ecc: 0, Filling: 1u << 17),
    };

    /// <summary>The options of a part of two banks.</summary>
    public static UnitOptionShape Options(uint factory, uint area, uint writable) => new(
        [
            new OptionRegister(0x40, "OPTR", factory, 0x7FFF_F7FF), Area(0x58, "WRP1AR", area, writable), Area(0x5C, "WRP1BR", area, writable),
            Area(0x68, "WRP2AR", area, writable), Area(0x6C, "WRP2BR", area, writable),
        ],
        ProtectionShift: 0, SoftwareWatchdog: 1u << 16, (registers, bank, sector) => LayoutD.InAreas(registers, 1 + (bank * 2), sector));

    private static OptionRegister Area(uint offset, string name, uint factory, uint writable) => new(offset, name, factory, writable);
}
