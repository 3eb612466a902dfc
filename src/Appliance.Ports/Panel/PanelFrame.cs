// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Panel;

/// <summary>
/// A picture for a small display with one bit a pixel. Kept as such displays keep it: in pages of eight rows, each byte eight pixels of one
/// column, the topmost in bit 0. Drawn by one thread, then only read.
/// </summary>
public sealed class PanelFrame
{
    /// <summary>Rows of a page.</summary>
    public const int PageRows = 8;

    private readonly byte[] _bytes;

    /// <summary>A dark frame.</summary>
    /// <param name="size">Its size.</param>
    public PanelFrame(PanelSize size)
    {
        Size = size;
        _bytes = new byte[size.Width * size.Pages];
    }

    /// <summary>Its size.</summary>
    public PanelSize Size { get; }

    /// <summary>A pixel; what lies outside is dark, and stays so.</summary>
    public bool this[int x, int y]
    {
        get => IsInside(x, y) && (_bytes[(y / PageRows * Size.Width) + x] & (1 << (y % PageRows))) != 0;
        set
        {
            if (!IsInside(x, y)) return;
            ref var column = ref _bytes[(y / PageRows * Size.Width) + x];
            var pixel = (byte)(1 << (y % PageRows));
            column = value ? (byte)(column | pixel) : (byte)(column & ~pixel);
        }
    }

    /// <summary>The columns of one page, from left to right.</summary>
    /// <param name="page">0 is the topmost.</param>
    public ReadOnlySpan<byte> Page(int page) => _bytes.AsSpan(page * Size.Width, Size.Width);

    /// <summary>Whether both show the same.</summary>
    public bool ShowsSameAs(PanelFrame other) => Size == other.Size && _bytes.AsSpan().SequenceEqual(other._bytes);

    private bool IsInside(int x, int y) => x >= 0 && y >= 0 && x < Size.Width && y < Size.Height;
}

/// <summary>Pixels of a display.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows, a multiple of eight.</param>
public readonly record struct PanelSize(int Width, int Height)
{
    /// <summary>Pages of eight rows.</summary>
    public int Pages => Height / PanelFrame.PageRows;
}
