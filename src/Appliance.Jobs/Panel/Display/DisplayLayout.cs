// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Panel;

namespace Appliance.Jobs.Panel.Display;

/// <summary>
/// Draws what the display says: the word as large as it fits, below it lines of text, at the bottom the bar. On the usual 1.3 inch display a
/// line's capitals are 2.3 mm tall and the word's 5 mm: read at arm's length, through a glove box's window too. Pure.
/// </summary>
public static class DisplayLayout
{
    private const int LinePitch = 12;
    private const int BarHeight = 9;
    private const int LargestLetter = 15;
    private const int SmallestLetter = 5;

    private static readonly LetterSize Line = new(Width: 6, Height: 10, Gap: 1, Pen: 1);

    /// <summary>How many parts the text is shown in, at least one.</summary>
    public static int Parts(DisplayView view, PanelSize size)
    {
        var places = Places(view, size);
        return places == 0 ? 1 : Math.Max(1, (Wrapped(view, size).Count + places - 1) / places);
    }

    /// <summary>Draws one part.</summary>
    /// <param name="view">What to say.</param>
    /// <param name="size">Size of the display.</param>
    /// <param name="part">Which part, counted from 0; beyond the last one they begin again.</param>
    public static PanelFrame Draw(DisplayView view, PanelSize size, int part)
    {
        var frame = new PanelFrame(size);
        DrawWord(frame, StrokeFont.Plain(view.Word));
        var places = Places(view, size);
        var top = TextTop(size);
        foreach (var line in Wrapped(view, size).Skip(part % Parts(view, size) * places).Take(places))
        {
            StrokeFont.Draw(frame, line, (size.Width - Line.WidthOf(line)) / 2, top, Line);
            top += LinePitch;
        }

        if (view.Progress is { } progress) DrawBar(frame, progress);
        return frame;
    }

    private static int WordHeight(PanelSize size) => size.Height >= 64 ? 22 : 15;

    private static int TextTop(PanelSize size) => WordHeight(size) + (size.Height >= 64 ? 4 : 3);

    /// <summary>Lines that fit below the word and above the bar.</summary>
    private static int Places(DisplayView view, PanelSize size)
    {
        var bottom = size.Height - (view.Progress is null ? 0 : BarHeight + 1);
        return Math.Max(0, (bottom - TextTop(size) + (LinePitch - Line.Height - 1)) / LinePitch);
    }

    private static IReadOnlyList<string> Wrapped(DisplayView view, PanelSize size) =>
        TextWrap.Lines(view.Texts.Select(StrokeFont.Plain), (size.Width + Line.Gap) / Line.Advance);

    private static void DrawWord(PanelFrame frame, string word)
    {
        if (word.Length == 0) return;
        var advance = (frame.Size.Width + 2) / word.Length;
        var width = Math.Clamp((advance * 4 / 5) - 1, SmallestLetter, LargestLetter);
        var letters = new LetterSize(width, WordHeight(frame.Size), Gap: Math.Max(1, width / 4), Pen: Math.Max(1, width / 4));
        StrokeFont.Draw(frame, word, Math.Max(0, (frame.Size.Width - letters.WidthOf(word)) / 2), 0, letters);
    }

    private static void DrawBar(PanelFrame frame, double progress)
    {
        var (width, bottom) = (frame.Size.Width, frame.Size.Height);
        var filled = 2 + (int)Math.Round((width - 4) * Math.Clamp(progress, 0, 1));
        for (var y = bottom - BarHeight; y < bottom; y++)
        {
            var border = y == bottom - BarHeight || y == bottom - 1;
            for (var x = 0; x < width; x++) frame[x, y] = border || x == 0 || x == width - 1 || (x < filled && x > 1 && y > bottom - BarHeight + 1 && y < bottom - 2);
        }
    }
}
