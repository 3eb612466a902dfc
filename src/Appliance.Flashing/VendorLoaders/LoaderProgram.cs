// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;

namespace Appliance.Flashing.VendorLoaders;

/// <summary>The code of a loader: the sections that take memory, put together, without the one that only describes the flash.</summary>
internal sealed class LoaderProgram
{
    /// <summary>Our own limit: no chip here has more RAM in one piece.</summary>
    private const long MostMemory = 1 << 20;

    private const uint Relocations = 9, RelocationsWithAddend = 4;
    private const int RelocationSize = 8;

    private readonly LoaderElf _elf;
    private readonly List<LoaderSection> _sections;

    /// <param name="elf">The file.</param>
    /// <param name="description">The symbol of the description; its section does not go into RAM.</param>
    /// <exception cref="FirmwareException">Sections overlap, or there is none.</exception>
    public LoaderProgram(LoaderElf elf, LoaderSymbol description)
    {
        _elf = elf;
        _sections = [.. elf.Sections.Where((section, number) => section.TakesMemory && number != description.Section).OrderBy(section => section.Address)];
        if (_sections.Count == 0)
            throw elf.Error(FirmwareErrorCause.Empty, "code beside the description of the flash", "none");
        for (var i = 1; i < _sections.Count; i++)
        {
            if (_sections[i].Address < _sections[i - 1].End)
            {
                throw elf.Error(
                    FirmwareErrorCause.Overlap, $"section {_sections[i].Name} behind {_sections[i - 1].Name}", $"both at 0x{_sections[i].Address:x8}", _sections[i].Offset);
            }
        }

        if (_sections[^1].End > uint.MaxValue || _sections[^1].End - _sections[0].Address > MostMemory)
        {
            throw elf.Error(
                FirmwareErrorCause.TooLarge, $"code in at most {MostMemory} bytes of memory", $"0x{_sections[0].Address:x8} to 0x{_sections[^1].End:x8}");
        }
    }

    /// <summary>Address of the first byte.</summary>
    public uint Start => _sections[0].Address;

    /// <summary>Where its data begin, or its code ends where it has none.</summary>
    public uint DataStart => _sections.Find(section => section.IsWritable)?.Address ?? (uint)_sections[^1].End;

    /// <summary>All of it as one run: gaps and memory without bytes in the file are zero.</summary>
    public IReadOnlyList<LoaderSegment> Segments()
    {
        var length = (int)((_sections[^1].End - Start + 3) & ~3L);
        var bytes = new byte[length];
        foreach (var section in _sections)
            _elf.BytesOf(section).Span.CopyTo(bytes.AsSpan((int)(section.Address - Start)));
        return [new LoaderSegment(Start, bytes)];
    }

    /// <summary>Where a function is; null where the file has none of that name.</summary>
    /// <exception cref="FirmwareException">It is not in the code, or not Thumb code.</exception>
    public uint? Function(string name)
    {
        if (_elf.Find(name) is not { } symbol)
            return null;
        var at = symbol.Value & ~1u;
        if (!_sections.Any(section => section.HasBytes && at >= section.Address && at + 2L <= section.End))
            throw _elf.Error(FirmwareErrorCause.Malformed, $"{name} in the code", $"0x{symbol.Value:x8}");
        return (symbol.Value & 1) != 0 ? at : throw _elf.Error(FirmwareErrorCause.WrongMachine, $"{name} as Thumb code", $"an even address, 0x{symbol.Value:x8}");
    }

    /// <summary>A function that must be there.</summary>
    /// <exception cref="FirmwareException">It is not.</exception>
    public uint Needed(string name) => Function(name) ?? throw _elf.Error(FirmwareErrorCause.Malformed, $"a function {name}", "none");

    /// <summary>Words that hold addresses, where the file still says so (ELF for the Arm Architecture, section 5.6.1).</summary>
    /// <exception cref="FirmwareException">A relocation this reader cannot apply.</exception>
    public IReadOnlyList<uint> Moved()
    {
        var moved = new List<uint>();
        foreach (var table in _elf.Sections.Where(section => section.Type is Relocations or RelocationsWithAddend))
        {
            if (table.Info >= _elf.Sections.Count || !_sections.Contains(_elf.Sections[(int)table.Info]))
                continue;
            if (table.Type == RelocationsWithAddend)
                throw _elf.Error(FirmwareErrorCause.Malformed, "relocations without addends, as the Arm ABI has them", $"section {table.Name}", table.Offset);
            var bytes = _elf.BytesOf(table).Span;
            for (var at = 0; at + RelocationSize <= bytes.Length; at += RelocationSize)
                Add(moved, ElfHeader.Word(bytes[at..], 0), ElfHeader.Word(bytes[at..], 4) & 0xFF, table);
        }

        return moved;
    }

    private void Add(List<uint> moved, uint address, uint kind, LoaderSection table)
    {
        switch (kind)
        {
            // R_ARM_NONE, and those relative to the place or to the static base: the same wherever the code is.
            case 0 or 3 or 9 or 10 or 25 or 30 or 40 or 42 or 51 or 102 or 103:
                return;
            case 2 or 23 when (address & 3) == 0 && address >= Start && address + 4L <= _sections[^1].End: // R_ARM_ABS32, R_ARM_RELATIVE
                moved.Add(address);
                return;
            default:
                throw _elf.Error(FirmwareErrorCause.Malformed, "relocations of whole words in the code", $"type {kind} at 0x{address:x8}", table.Offset);
        }
    }
}
