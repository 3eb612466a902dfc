// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Platform.Displays;

/// <summary>Controllers of small OLED displays that can be told apart by their label only: both answer alike.</summary>
public enum OledController
{
    /// <summary>Solomon Systech SSD1306, 128 columns; on most 0.96 and 0.91 inch modules.</summary>
    Ssd1306,

    /// <summary>Sino Wealth SH1106, 132 columns of which modules use the middle 128; on most 1.3 inch modules.</summary>
    Sh1106,
}

/// <summary>
/// What each controller is told. SSD1306: Solomon Systech, rev 1.1 (4/2008), tables 9-1, 10.1 and application note 3.1.1; SH1106: Sino Wealth,
/// v2.3, "Commands". Both are written page by page, the one addressing they share.
/// </summary>
internal static class OledCommands
{
    public const byte CommandsFollow = 0x00; // control byte: Co 0, D/C 0
    public const byte PixelsFollow = 0x40; // control byte: Co 0, D/C 1
    public const byte DisplayOff = 0xAE;

    private const int Sh1106FirstColumn = 2; // the glass is joined to SEG2 … SEG129

    /// <summary>Sets everything the frames rely on, whatever state the controller was in, and switches it on.</summary>
    public static byte[] SetUp(OledController controller, int height, bool rotated) =>
    [
        CommandsFollow,
        DisplayOff,
        0xA8, (byte)(height - 1), // multiplex ratio
        0xD3, 0x00, // display offset
        0x40, // start line 0
        .. Supply(controller),
        rotated ? (byte)0xA0 : (byte)0xA1, // segments
        rotated ? (byte)0xC0 : (byte)0xC8, // scan direction of the rows
        0xDA, height == 32 ? (byte)0x02 : (byte)0x12, // COM pins: in sequence on 32 rows, alternating on 64
        0x81, 0x9F, // contrast
        0xA4, // show the memory
        0xA6, // lit is 1
        0xAF, // on
    ];

    /// <summary>Where the next pixels go: page, first column.</summary>
    public static byte[] At(OledController controller, int page)
    {
        var column = controller == OledController.Sh1106 ? Sh1106FirstColumn : 0;
        return [CommandsFollow, (byte)(0xB0 + page), (byte)(column & 0xF), (byte)(0x10 + (column >> 4))];
    }

    private static byte[] Supply(OledController controller) => controller == OledController.Ssd1306
        ? [0xD5, 0x80, 0x8D, 0x14, 0xD9, 0xF1, 0xDB, 0x20, 0x20, 0x02] // clock, charge pump on, precharge, VCOMH, page addressing
        : [0xD5, 0x50, 0xAD, 0x8B, 0x32, 0xD9, 0x22, 0xDB, 0x35]; // clock, DC-DC on, its voltage, precharge, VCOM
}
