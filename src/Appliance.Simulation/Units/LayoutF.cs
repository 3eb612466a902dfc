// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Units;

/// <summary>The flash controller of the H5 with TrustZone off (RM0481, section 7.11): quad-words with check bits, flags cleared in a register of their own.</summary>
internal static class LayoutF
{
    /// <summary>BER.</summary>
    public const uint BankErase = 1u << 3;

    /// <summary>BKSEL.</summary>
    public const uint SecondBank = 1u << 31;

    /// <summary>Its registers. FW, which forces a quad-word that is not full, is not modelled.</summary>
    public static UnitShape Shape { get; } = new(0x04, 0x20, 0x28, 0x30, UnitBytes: 16, WriteBytes: 4)
    {
        Lock = 1u << 0, Program = 1u << 1, Erase = 1u << 2, MassErase = BankErase, Start = 1u << 5, SectorShift = 6, SectorMask = 0x7Fu << 6,
        OtherBits = SecondBank | 0x00BF_0000, Ecc = true, ChoosesBankToErase = true,
        Flags = new UnitFlags(
            Busy: 1u << 0, NotErased: 0, WriteProtected: 1u << 17, Alignment: 1u << 20, Size: 1u << 18, Sequence: 1u << 18, Ecc: 0, Filling: 1u << 1),
    };
}
