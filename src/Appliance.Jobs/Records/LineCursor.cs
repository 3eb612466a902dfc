// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;

namespace Appliance.Jobs.Records;

/// <summary>
/// Goes through the bytes of a line. What comes at a known place and is a known text costs a comparison; anything else is left to the JSON reader,
/// which refuses what is no JSON.
/// </summary>
internal ref struct LineCursor(ReadOnlySpan<byte> line)
{
    /// <summary>Digits of the largest number that fits for certain.</summary>
    private const int MostDigits = 18;

    private readonly ReadOnlySpan<byte> line = line;

    /// <summary>Bytes passed.</summary>
    public int At { get; private set; }

    private readonly ReadOnlySpan<byte> Rest => line[At..];

    /// <summary>Passes over bytes that must be there.</summary>
    /// <exception cref="JsonException">They are not.</exception>
    public void Take(ReadOnlySpan<byte> expected)
    {
        if (!Rest.StartsWith(expected))
        {
            throw new JsonException($"expected {Encoding.UTF8.GetString(expected)}");
        }

        At += expected.Length;
    }

    /// <summary>So many bytes.</summary>
    /// <exception cref="JsonException">The line ends before.</exception>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (Rest.Length < count)
        {
            throw new JsonException("the line ends too early");
        }

        At += count;
        return line.Slice(At - count, count);
    }

    /// <summary>A whole number that is not negative.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    public long Number()
    {
        var digits = Rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits is < 1 or > MostDigits || (digits > 1 && Rest[0] == '0'))
        {
            throw new JsonException("expected a number");
        }

        var number = 0L;
        foreach (var digit in Bytes(digits))
        {
            number = (number * 10) + digit - '0';
        }

        return number;
    }

    /// <summary>A text, most likely this one, which is given back then.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    /// <exception cref="InvalidOperationException">It is no valid Unicode.</exception>
    public string Text(string likely) => Is(likely) ? likely : Text();

    /// <summary>A text, most likely one of these.</summary>
    public string Text(string[] likely)
    {
        foreach (var text in likely)
        {
            if (Is(text))
            {
                return text;
            }
        }

        return Text();
    }

    /// <summary>Passes over an object.</summary>
    /// <returns>Its length.</returns>
    /// <exception cref="JsonException">There is none.</exception>
    public int Object()
    {
        var json = new Utf8JsonReader(Rest, isFinalBlock: false, default);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject || !json.TrySkip())
        {
            throw new JsonException("expected an object");
        }

        At += (int)json.BytesConsumed;
        return (int)json.BytesConsumed;
    }

    /// <exception cref="JsonException">The line goes on.</exception>
    public readonly void End()
    {
        if (At != line.Length)
        {
            throw new JsonException("expected the end of the line");
        }
    }

    /// <summary>Only texts that stand in JSON as they are can be known here: no quote, no backslash, ASCII alone.</summary>
    private bool Is(string text)
    {
        var rest = Rest;
        if (rest.Length < text.Length + 2 || rest[0] != '"' || rest[text.Length + 1] != '"' || !Ascii.Equals(rest.Slice(1, text.Length), text)
            || rest.Slice(1, text.Length).IndexOfAny((byte)'"', (byte)'\\') >= 0)
        {
            return false;
        }

        At += text.Length + 2;
        return true;
    }

    private string Text()
    {
        var json = new Utf8JsonReader(Rest, isFinalBlock: false, default);
        if (!json.Read() || json.TokenType != JsonTokenType.String)
        {
            throw new JsonException("expected a text");
        }

        At += (int)json.BytesConsumed;
        return json.GetString()!;
    }
}
