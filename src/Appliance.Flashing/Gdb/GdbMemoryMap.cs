// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Xml;

namespace Appliance.Flashing.Gdb;

/// <summary>A flash of the memory map.</summary>
/// <param name="Start">First address.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Block">Bytes erased together.</param>
internal sealed record GdbFlash(uint Start, long Length, uint Block)
{
    /// <summary>Whether these bytes are within it and can be erased without any others.</summary>
    public bool Erases(uint address, uint size) =>
        address >= Start && address - Start + (long)size <= Length && (address - Start) % Block == 0 && size % Block == 0;
}

/// <summary>The memory map of a GDB server (GDB manual, appendix E.15).</summary>
internal static class GdbMemoryMap
{
    /// <summary>Its flash, in the order of the map; null where it is no memory map.</summary>
    public static IReadOnlyList<GdbFlash>? Parse(ReadOnlySpan<byte> xml)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, MaxCharactersFromEntities = 0 };
        var flash = new List<GdbFlash>();
        try
        {
            using var reader = XmlReader.Create(new StringReader(Encoding.UTF8.GetString(xml)), settings);
            while (reader.Read())
            {
                if (reader is not { NodeType: XmlNodeType.Element, Name: "memory" } || reader.GetAttribute("type") != "flash") continue;
                var (start, length) = (Number(reader.GetAttribute("start")), Number(reader.GetAttribute("length")));
                if (start is not { } first || length is not { } bytes || BlockOf(reader) is not { } block || block == 0 || first + bytes > 0x1_0000_0000) return null;
                flash.Add(new GdbFlash((uint)first, bytes, block));
            }

            return flash;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static uint? BlockOf(XmlReader memory)
    {
        using var inside = memory.ReadSubtree();
        while (inside.Read())
        {
            if (inside is { NodeType: XmlNodeType.Element, Name: "property" } && inside.GetAttribute("name") == "blocksize")
                return Number(inside.ReadElementContentAsString()) is { } block and <= int.MaxValue ? (uint)block : null;
        }

        return null;
    }

    /// <summary>A number as the map has them: hex behind 0x, else decimal.</summary>
    private static long? Number(string? text)
    {
        text = text?.Trim();
        var hex = text?.StartsWith("0x", StringComparison.OrdinalIgnoreCase) == true;
        return long.TryParse(hex ? text![2..] : text, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is >= 0 and <= 0x1_0000_0000 ? number : null;
    }
}
