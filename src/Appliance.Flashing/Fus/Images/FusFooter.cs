// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Flashing.Fus.Images;

/// <summary>
/// The 104 bytes at the end of an image: image footer (20), signature (64), signature footer (20), all words little endian. Measured on
/// the 656 images of the STM32CubeWB releases 1.1.0 to 1.24.0; ST publishes no description.
/// </summary>
internal readonly record struct FusFooter(uint Info, uint Memory, uint Version, uint Magic, uint SignatureMagic)
{
    /// <summary>Length of both footers and the signature.</summary>
    public const int Length = 104;

    /// <summary>Length of one signature and its footer.</summary>
    public const int SignatureLayer = 64 + 20;

    /// <summary>Magic of a stack of the legacy format, and of Safeboot 2.0.0.</summary>
    public const uint LegacyMagic = 0x2337_2991;

    /// <summary>Magic of a stack of the new format.</summary>
    public const uint NewMagic = 0xB10C_8B99;

    /// <summary>Magic of the firmware upgrade service.</summary>
    public const uint FusMagic = 0x3227_9221;

    /// <summary>Magic of Safeboot 2.0.1.</summary>
    public const uint Safeboot201Magic = 0x927A_6741;

    /// <summary>Magic of a signature by ST.</summary>
    public const uint StSignature = 0xD3A1_2C5E;

    /// <summary>Magic of a second signature, by the customer.</summary>
    public const uint CustomerSignature = 0xE2B5_1D4A;

    /// <summary>First word of Safeboot 2.0.0, which else looks like a stack.</summary>
    private const uint Safeboot200Info = 0x5AFE_B007;

    /// <summary>Low byte of the first word of the new format.</summary>
    private const byte NewInfoMark = 0xCD;

    /// <summary>Pages the image needs.</summary>
    public int Pages => (int)(Memory & 0xFF);

    /// <summary>What the magic stands for; null for one nobody knows.</summary>
    public FusImageKind? Kind => Magic switch
    {
        FusMagic => FusImageKind.Fus,
        Safeboot201Magic => FusImageKind.Safeboot,
        LegacyMagic when Info == Safeboot200Info => FusImageKind.Safeboot,
        LegacyMagic or NewMagic => FusImageKind.Stack,
        _ => null,
    };

    /// <summary>Whether the footer has the mark and the magic of the new format.</summary>
    public FusImageFormat Format => Magic == NewMagic ? FusImageFormat.New : FusImageFormat.Legacy;

    /// <summary>Pages of the section of non-volatile data: 0 for the legacy format, -1 where the first word of a new one makes no sense.</summary>
    public int NvmPages
    {
        get
        {
            if (Format == FusImageFormat.Legacy) return 0;
            var (mark, pages, again) = ((byte)Info, (int)(Info >> 8) & 0xFF, (int)(Info >> 24));
            return mark == NewInfoMark && pages == again && pages is > 0 and <= 16 ? pages : -1;
        }
    }

    /// <summary>The footer of a file that is long enough.</summary>
    public static FusFooter Read(ReadOnlySpan<byte> file)
    {
        var footer = file[^Length..];
        return new FusFooter(Word(footer, 0), Word(footer, 8), Word(footer, 12), Word(footer, 16), Word(footer, 100));
    }

    private static uint Word(ReadOnlySpan<byte> footer, int at) => BinaryPrimitives.ReadUInt32LittleEndian(footer[at..]);
}
