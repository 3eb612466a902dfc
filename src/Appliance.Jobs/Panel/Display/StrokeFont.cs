// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Jobs.Projects;
using Appliance.Ports.Panel;

namespace Appliance.Jobs.Panel.Display;

/// <summary>How large letters are drawn, in pixels.</summary>
/// <param name="Width">Width of a letter.</param>
/// <param name="Height">Height of a capital; tails go a third of it below.</param>
/// <param name="Gap">Between letters.</param>
/// <param name="Pen">Thickness of a stroke.</param>
internal readonly record struct LetterSize(int Width, int Height, int Gap, int Pen)
{
    /// <summary>From one letter to the next.</summary>
    public int Advance => Width + Gap;

    /// <summary>Width of a text.</summary>
    public int WidthOf(string text) => Math.Max(0, (text.Length * Advance) - Gap);
}

/// <summary>Draws text at any size: letters are strokes, not pictures, so that one alphabet serves a verdict of 22 pixels and a line of 10.</summary>
internal static partial class StrokeFont
{
    private const int LastColumn = 4;
    private const int BaseLine = 6;

    /// <summary>The text with letters this alphabet has: accents are dropped, what is unknown is a box.</summary>
    public static string Plain(string text) => new(
        [.. text.Replace("…", "...", StringComparison.Ordinal).Replace('–', '-').Select(Base)
            .Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)]);

    /// <summary>The letter below an accent; without globalization data the runtime does not take letters apart.</summary>
    private static char Base(char letter)
    {
        const string triples = UnicodeCompositions.Triples;
        for (var composed = 2; composed < triples.Length && !char.IsAscii(letter); composed += 3)
        {
            if (triples[composed] == letter) (letter, composed) = (triples[composed - 2], -1);
        }

        return letter;
    }

    /// <summary>Draws a text with its top left corner at a place; what does not fit is cut off at the frame's edge.</summary>
    public static void Draw(PanelFrame frame, string text, int left, int top, LetterSize size)
    {
        foreach (var letter in text)
        {
            foreach (var stroke in Glyphs.GetValueOrDefault(letter, Unknown).Split(' ')) DrawStroke(frame, stroke, left, top, size);
            left += size.Advance;
        }
    }

    private static void DrawStroke(PanelFrame frame, string stroke, int left, int top, LetterSize size)
    {
        for (var at = 0; at + 1 < stroke.Length; at += 2)
        {
            var from = Place(stroke, Math.Max(0, at - 2), size);
            var to = Place(stroke, at, size);
            DrawLine(frame, (left + from.X, top + from.Y), (left + to.X, top + to.Y), size.Pen);
        }
    }

    private static (int X, int Y) Place(string stroke, int at, LetterSize size) => (
        Scaled(stroke[at] - '0', size.Width - size.Pen, LastColumn), Scaled(stroke[at + 1] - '0', size.Height - size.Pen, BaseLine));

    private static int Scaled(int grid, int pixels, int steps) => ((grid * pixels * 2) + steps) / (steps * 2);

    /// <summary>A line of square dots (J. E. Bresenham, IBM Systems Journal 4, 1965).</summary>
    private static void DrawLine(PanelFrame frame, (int X, int Y) from, (int X, int Y) to, int pen)
    {
        var (dx, dy) = (Math.Abs(to.X - from.X), -Math.Abs(to.Y - from.Y));
        var (stepX, stepY) = (Math.Sign(to.X - from.X), Math.Sign(to.Y - from.Y));
        var error = dx + dy;
        var (x, y) = from;
        Dot(frame, x, y, pen);
        while ((x, y) != to)
        {
            var twice = 2 * error;
            if (twice >= dy) (error, x) = (error + dy, x + stepX);
            if (twice <= dx) (error, y) = (error + dx, y + stepY);
            Dot(frame, x, y, pen);
        }
    }

    private static void Dot(PanelFrame frame, int x, int y, int pen)
    {
        for (var row = 0; row < pen; row++)
        {
            for (var column = 0; column < pen; column++) frame[x + column, y + row] = true;
        }
    }
}
