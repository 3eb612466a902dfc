// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace Appliance.Jobs.Yaml;

/// <summary>Bytes of a file people wrote, as text.</summary>
internal static class YamlText
{
    /// <summary>Largest file: a thousand times a long project.yaml, and still read in a blink.</summary>
    public const int MaximumBytes = 256 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a stream to its end, or says in <paramref name="problems"/> why not.</summary>
    public static string? Read(Stream stream, ProblemList problems)
    {
        var buffer = new byte[MaximumBytes + 1];
        var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (length <= MaximumBytes)
            return Decode(buffer.AsSpan(0, length), problems);
        problems.AddWhole(ProblemCode.TooLarge, $"The file is longer than {MaximumBytes / 1024} KiB; that is no settings text.");
        return null;
    }

    /// <summary>The text without a byte order mark, or null with the place of the first byte that is not UTF-8.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, ProblemList problems)
    {
        try
        {
            return StrictUtf8.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            var before = Encoding.UTF8.GetString(bytes[..Math.Max(0, e.Index)]);
            var line = before.Count(letter => letter == '\n') + 1;
            var column = before.Length - before.LastIndexOf('\n');
            problems.Add(ProblemCode.Encoding, new YamlSpan(line, column, 0, 0), "Not UTF-8 text. Save the file as UTF-8 in the editor.");
            return null;
        }
    }
}
