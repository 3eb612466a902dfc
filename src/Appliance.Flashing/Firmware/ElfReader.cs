// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>
/// ELF32 for ARM: the file bytes of loadable segments at their load (physical) addresses, never memory without file bytes (.bss).
/// Of each segment only what sections cover is taken, as objcopy does: a linker may start a segment at the ELF header itself, and pads
/// between sections with bytes nobody asked for. A segment without sections (a stripped table) is taken whole, less the ELF headers.
/// </summary>
internal sealed class ElfReader
{
    private const uint SegmentLoad = 1;
    private const uint SectionNoBits = 8;
    private const uint SectionAllocated = 2;
    private const int BlockSize = 64 << 10;

    private readonly ElfFile _file;
    private readonly FirmwareImageBuilder _builder;
    private readonly FirmwareReadOptions _options;
    private readonly ElfHeader _header;
    private readonly byte[] _block = new byte[BlockSize];

    private ElfReader(ElfFile file, FirmwareImageBuilder builder, FirmwareReadOptions options)
    {
        (_file, _builder, _options) = (file, builder, options);
        _header = ElfHeader.Read(file);
    }

    public static FirmwareImage Read(Stream content, FirmwareImageBuilder builder, FirmwareReadOptions options)
    {
        return new ElfReader(new ElfFile(content, options), builder, options).Read();
    }

    private FirmwareImage Read()
    {
        var segments = Segments();
        var sections = Sections();
        var tableSize = (long)_header.ProgramHeaderCount * ElfHeader.ProgramHeaderSize;
        var headers = new ElfRanges([(0, ElfHeader.Size), (_header.ProgramHeaders, _header.ProgramHeaders + tableSize)]);
        foreach (var segment in segments)
        {
            _file.CheckInside(segment.Offset, segment.FileSize, "a loadable segment");
            var wanted = sections.Within(segment.Offset, segment.FileEnd);
            if (!wanted.Any())
                wanted = headers.Without(segment.Offset, segment.FileEnd);
            foreach (var (start, end) in wanted)
                Load(segment.Address + start - segment.Offset, start, end);
        }

        if (_builder.ByteCount == 0)
            throw _file.Error(_header.ProgramHeaders, FirmwareErrorCause.Empty, "a loadable segment with data", "none");
        return _builder.Build(_options.FileName, FirmwareFormats.Name(FirmwareFormat.Elf), _header.Entry == 0 ? null : _header.Entry);
    }

    private List<ElfSegment> Segments()
    {
        var table = Table(_header.ProgramHeaders, _header.ProgramHeaderCount, ElfHeader.ProgramHeaderSize, "program headers");
        var segments = new List<ElfSegment>();
        for (var at = 0; at < table.Length; at += ElfHeader.ProgramHeaderSize)
        {
            var entry = table.AsSpan(at, ElfHeader.ProgramHeaderSize);
            if (ElfHeader.Word(entry, 0) == SegmentLoad && ElfHeader.Word(entry, 16) != 0)
                segments.Add(ElfSegment.Parse(entry));
        }

        var total = segments.Sum(segment => segment.FileSize);
        if (total > _options.MaxBytes)
            throw _file.Error(_header.ProgramHeaders, FirmwareErrorCause.TooLarge, $"at most {_options.MaxBytes} bytes of data", $"{total}");
        return ElfSegment.WithLoadAddresses(segments);
    }

    private ElfRanges Sections()
    {
        var table = _header.SectionHeaders == 0
            ? []
            : Table(_header.SectionHeaders, _header.SectionHeaderCount, ElfHeader.SectionHeaderSize, "section headers");
        var ranges = new List<(long, long)>();
        for (var at = 0; at < table.Length; at += ElfHeader.SectionHeaderSize)
        {
            var entry = table.AsSpan(at, ElfHeader.SectionHeaderSize);
            if (ElfHeader.Word(entry, 4) != SectionNoBits && (ElfHeader.Word(entry, 8) & SectionAllocated) != 0)
                ranges.Add((ElfHeader.Word(entry, 16), (long)ElfHeader.Word(entry, 16) + ElfHeader.Word(entry, 20)));
        }

        return new ElfRanges(ranges);
    }

    private byte[] Table(uint offset, int count, int entrySize, string what)
    {
        _file.CheckInside(offset, (long)count * entrySize, what);
        var table = new byte[count * entrySize];
        _file.ReadAt(offset, table, what);
        return table;
    }

    private void Load(long address, long start, long end)
    {
        while (start < end)
        {
            var part = _block.AsSpan(0, (int)Math.Min(_block.Length, end - start));
            _file.ReadAt(start, part, "a loadable segment");
            _builder.Write(address, part, _file.Place(start));
            start += part.Length;
            address += part.Length;
        }
    }
}
