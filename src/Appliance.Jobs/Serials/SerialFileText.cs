// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace Appliance.Jobs.Serials;

/// <summary>The lines of a list, patch or counter file.</summary>
internal static class SerialFileText
{
    /// <summary>Largest file in bytes: 16 MiB, about a million serials of 16 bytes in hex.</summary>
    public const int MaxBytes = 16 << 20;

    /// <summary>Lines with CR LF or LF, without those that are blank at the end. Printable ASCII only; a UTF-8 mark of an editor is passed over.</summary>
    /// <exception cref="SerialException">The file cannot be used.</exception>
    public static IReadOnlyList<string> Lines(string file, ReadOnlySpan<byte> contents)
    {
        if (contents.Length > MaxBytes)
        {
            throw SerialBytes.Bad(string.Create(CultureInfo.InvariantCulture, $"{file} is larger than {MaxBytes} bytes"));
        }

        var text = contents.StartsWith(Encoding.UTF8.Preamble) ? contents[Encoding.UTF8.Preamble.Length..] : contents;
        if (text.IndexOfAnyExcept(Allowed) is var bad and >= 0)
        {
            throw SerialBytes.Bad(string.Create(CultureInfo.InvariantCulture, $"{file}: byte 0x{text[bad]:X2} is not text"));
        }

        var lines = Encoding.ASCII.GetString(text).Split('\n').Select(l => l.TrimEnd('\r').Trim(' ', '\t')).ToList();
        while (lines.Count > 0 && lines[^1].Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return lines.Count > 0 ? lines : throw SerialBytes.Bad($"{file} is empty");
    }

    /// <summary>Even number of hex digits, one byte at least.</summary>
    public static byte[] Hex(string file, int line, string text, int max)
    {
        if (text.Length == 0 || text.Length % 2 != 0 || !text.All(char.IsAsciiHexDigit))
        {
            throw At(file, line, $"'{Short(text)}' is not bytes in hex");
        }

        return text.Length / 2 <= max
            ? Convert.FromHexString(text)
            : throw At(file, line, string.Create(CultureInfo.InvariantCulture, $"{text.Length / 2} bytes, at most {max} fit"));
    }

    public static SerialException At(string file, int line, string problem) =>
        SerialBytes.Bad(string.Create(CultureInfo.InvariantCulture, $"{file} line {line}: {problem}"));

    public static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static readonly System.Buffers.SearchValues<byte> Allowed =
        System.Buffers.SearchValues.Create([(byte)'\t', (byte)'\r', (byte)'\n', .. Enumerable.Range(' ', 95).Select(c => (byte)c)]);
}
