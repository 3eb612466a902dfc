// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Flashing.Firmware;

namespace Appliance.Flashing.VendorLoaders;

/// <summary>Sections and symbols of a loader, which is an ELF32 file for ARM; each bound is checked before anything behind it is read.</summary>
internal sealed class LoaderElf
{
    /// <summary>Our own limits: a loader is a few KiB with a few dozen sections, debug information apart.</summary>
    public const int MostBytes = 16 << 20;

    private const int MostSections = 4096;
    private const int MostName = 256;
    private const int SymbolSize = 16;
    private const uint SymbolTable = 2;
    private const ushort FirstReserved = 0xFF00;
    private const int SectionNames = 50;

    private readonly ElfFile _file;
    private readonly byte[] _bytes;

    /// <param name="bytes">The file.</param>
    /// <param name="fileName">Its name, for messages.</param>
    /// <exception cref="FirmwareException">It is no such file.</exception>
    public LoaderElf(byte[] bytes, string fileName)
    {
        _bytes = bytes;
        _file = new ElfFile(new MemoryStream(bytes, writable: false), new FirmwareReadOptions { FileName = fileName });
        if (bytes.Length > MostBytes)
            throw Error(FirmwareErrorCause.TooLarge, $"a loader of at most {MostBytes} bytes", $"{bytes.Length}");
        Sections = ReadSections(ElfHeader.Read(_file));
        Symbols = [.. Sections.Where(section => section.Type == SymbolTable).SelectMany(ReadSymbols)];
    }

    /// <summary>The sections, number 0 included.</summary>
    public IReadOnlyList<LoaderSection> Sections { get; }

    /// <summary>Symbols that are defined in a section.</summary>
    public IReadOnlyList<LoaderSymbol> Symbols { get; }

    /// <summary>The refusal of the file.</summary>
    public FirmwareException Error(FirmwareErrorCause cause, string expected, string found, long offset = 0) => _file.Error(offset, cause, expected, found);

    /// <summary>The symbol of a name; null where there is none.</summary>
    /// <exception cref="FirmwareException">There are two that differ.</exception>
    public LoaderSymbol? Find(string name)
    {
        var found = Symbols.Where(symbol => symbol.Name == name).Distinct().Take(2).ToList();
        return found.Count > 1
            ? throw Error(FirmwareErrorCause.Malformed, $"one symbol {name}", $"one at 0x{found[0].Value:x8} and one at 0x{found[1].Value:x8}")
            : found.Count == 1 ? found[0] : null;
    }

    /// <summary>The bytes of a section in the file; none for one that has none there.</summary>
    public ReadOnlyMemory<byte> BytesOf(LoaderSection section) =>
        section.HasBytes ? _bytes.AsMemory((int)section.Offset, (int)section.Size) : ReadOnlyMemory<byte>.Empty;

    /// <summary>Bytes at an address, out of the section a symbol is in.</summary>
    /// <exception cref="FirmwareException">The section ends before.</exception>
    public ReadOnlySpan<byte> At(LoaderSymbol symbol, int length)
    {
        var section = Sections[symbol.Section];
        var bytes = BytesOf(section);
        var at = symbol.Value - (long)section.Address;
        if (at < 0 || at + length > bytes.Length)
            throw Error(FirmwareErrorCause.Truncated, $"{length} bytes of {symbol.Name} in section {section.Name}", $"{Math.Max(0, bytes.Length - at)}", section.Offset);
        return bytes.Span.Slice((int)at, length);
    }

    private List<LoaderSection> ReadSections(ElfHeader header)
    {
        if (header.SectionHeaders == 0 || header.SectionHeaderCount is < 2 or > MostSections)
            throw Error(FirmwareErrorCause.Malformed, $"2 to {MostSections} section headers", $"{header.SectionHeaderCount}");
        var table = Table(header.SectionHeaders, header.SectionHeaderCount * (long)ElfHeader.SectionHeaderSize, "section headers");
        var raw = new List<LoaderSection>();
        for (var at = 0; at < table.Length; at += ElfHeader.SectionHeaderSize)
            raw.Add(LoaderSection.Parse(table.Slice(at, ElfHeader.SectionHeaderSize)));
        foreach (var section in raw.Where(section => section.HasBytes))
            _file.CheckInside(section.Offset, section.Size, "a section");
        var names = ElfHeader.Half(_bytes, SectionNames);
        if (names >= raw.Count)
            throw Error(FirmwareErrorCause.Malformed, $"names in one of {raw.Count} sections", $"section {names}", SectionNames);
        return raw.ConvertAll(section => section with { Name = Text(raw[names], section.NameOffset) });
    }

    private List<LoaderSymbol> ReadSymbols(LoaderSection table)
    {
        if (table.Link >= Sections.Count)
            throw Error(FirmwareErrorCause.Malformed, "a symbol table with its names", $"section {table.Link}", table.Offset);
        var bytes = BytesOf(table).Span;
        var names = Sections[(int)table.Link];
        var symbols = new List<LoaderSymbol>();
        for (var at = 0; at + SymbolSize <= bytes.Length; at += SymbolSize)
        {
            var entry = bytes.Slice(at, SymbolSize);
            var section = ElfHeader.Half(entry, 14);
            if (section == 0 || section >= FirstReserved)
                continue;
            if (section >= Sections.Count)
                throw Error(FirmwareErrorCause.Malformed, $"a symbol in one of {Sections.Count} sections", $"section {section}", table.Offset + at);
            symbols.Add(new LoaderSymbol(Text(names, ElfHeader.Word(entry, 0)), ElfHeader.Word(entry, 4), section));
        }

        return symbols;
    }

    private ReadOnlySpan<byte> Table(uint offset, long length, string what)
    {
        _file.CheckInside(offset, length, what);
        return _bytes.AsSpan((int)offset, (int)length);
    }

    /// <summary>A name that does not end within its section and a sane length is no name.</summary>
    private string Text(LoaderSection names, uint offset)
    {
        var bytes = BytesOf(names).Span;
        if (offset >= bytes.Length)
            return "";
        bytes = bytes[(int)offset..];
        bytes = bytes[..Math.Min(bytes.Length, MostName)];
        var end = bytes.IndexOf((byte)0);
        return end < 0 ? "" : Encoding.Latin1.GetString(bytes[..end]);
    }
}

/// <summary>A section header (System V ABI, chapter 4, "Sections").</summary>
/// <param name="NameOffset">sh_name.</param>
/// <param name="Type">sh_type.</param>
/// <param name="Flags">sh_flags.</param>
/// <param name="Address">sh_addr.</param>
/// <param name="Offset">sh_offset.</param>
/// <param name="Size">sh_size.</param>
/// <param name="Link">sh_link.</param>
/// <param name="Info">sh_info.</param>
internal sealed record LoaderSection(uint NameOffset, uint Type, uint Flags, uint Address, uint Offset, uint Size, uint Link, uint Info)
{
    private const uint NoBits = 8;

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether the file has its bytes.</summary>
    public bool HasBytes => Type is not (0 or NoBits);

    /// <summary>SHF_WRITE.</summary>
    public bool IsWritable => (Flags & 1) != 0;

    /// <summary>SHF_ALLOC, and not empty: it takes memory when the program runs.</summary>
    public bool TakesMemory => (Flags & 2) != 0 && Size != 0 && Type != 0;

    /// <summary>Address behind it.</summary>
    public long End => Address + (long)Size;

    /// <summary>Reads one header.</summary>
    public static LoaderSection Parse(ReadOnlySpan<byte> entry) => new(
        ElfHeader.Word(entry, 0), ElfHeader.Word(entry, 4), ElfHeader.Word(entry, 8), ElfHeader.Word(entry, 12), ElfHeader.Word(entry, 16),
        ElfHeader.Word(entry, 20), ElfHeader.Word(entry, 24), ElfHeader.Word(entry, 28));
}

/// <summary>A symbol with a place.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its address; bit 0 is set for a function in Thumb state (ELF for the Arm Architecture, section 5.5.3).</param>
/// <param name="Section">Number of its section.</param>
internal sealed record LoaderSymbol(string Name, uint Value, int Section);
