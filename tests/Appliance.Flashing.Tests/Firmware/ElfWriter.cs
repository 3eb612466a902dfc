// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Flashing.Tests.Firmware;

/// <summary>Writes ELF32 files for tests: each piece a segment with its own virtual address and .bss behind it.</summary>
internal sealed class ElfWriter
{
    private readonly List<(uint[] Header, byte[] Data)> _segments = [];
    private readonly List<(uint Type, uint Flags, uint Address, uint Offset, uint Size)> _sections = [];

    public byte Class { get; init; } = 1;

    public byte Encoding { get; init; } = 1;

    public ushort Type { get; init; } = 2;

    public ushort Machine { get; init; } = 40;

    public uint Entry { get; init; }

    public int Length { get; private set; } = 52;

    public static byte[] Write(FirmwareModel model, uint entry = 0)
    {
        var random = new Random(model.Seed);
        var writer = new ElfWriter { Entry = entry };
        foreach (var piece in model.Pieces)
            writer.AddSegment(piece.Address, piece.Data, bss: (uint)random.Next(3) * 64, withSection: random.Next(2) == 0);
        return writer.Build();
    }

    /// <summary>Adds a segment with its bytes after those of the one before, and a section over it if wanted.</summary>
    public void AddSegment(uint address, byte[] data, uint bss = 0, bool withSection = false, uint type = 1)
    {
        AddSegmentAt(address, 0x2000_0000 + (uint)Length, (uint)Length, (uint)data.Length, bss, data, type);
        if (withSection)
            _sections.Add((1, 2, 0, (uint)(Length - data.Length), (uint)data.Length));
    }

    public void AddSegmentAt(uint address, uint virtualAddress, uint offset, uint fileSize, uint bss, byte[] data, uint type = 1)
    {
        _segments.Add(([type, offset, virtualAddress, address, fileSize, fileSize + bss, 5, 4], data));
        Length += data.Length;
    }

    public void AddSection(uint type, uint flags, uint offset, uint size)
    {
        _sections.Add((type, flags, 0, offset, size));
    }

    public byte[] Build()
    {
        var programHeaders = Length;
        var sectionHeaders = programHeaders + 32 * _segments.Count;
        var file = new byte[sectionHeaders + 40 * _sections.Count];
        byte[] ident = [0x7f, (byte)'E', (byte)'L', (byte)'F', Class, Encoding, 1];
        ident.CopyTo(file, 0);
        Half(file, 16, Type);
        Half(file, 18, Machine);
        Words(file, 20, 1, Entry, (uint)programHeaders, _sections.Count == 0 ? 0 : (uint)sectionHeaders, 0x0500_0200);
        ushort[] sizes = [52, 32, (ushort)_segments.Count, 40, (ushort)_sections.Count, 0];
        for (var i = 0; i < sizes.Length; i++)
            Half(file, 40 + 2 * i, sizes[i]);
        var at = 52;
        for (var i = 0; i < _segments.Count; at += _segments[i++].Data.Length)
        {
            Words(file, programHeaders + 32 * i, _segments[i].Header);
            _segments[i].Data.CopyTo(file, at);
        }

        for (var i = 0; i < _sections.Count; i++)
            Words(file, sectionHeaders + 40 * i, 0, _sections[i].Type, _sections[i].Flags, _sections[i].Address, _sections[i].Offset, _sections[i].Size);
        return file;
    }

    private static void Half(byte[] file, int at, ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);
    }

    private static void Words(byte[] file, int at, params uint[] values)
    {
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at + 4 * i), values[i]);
    }
}
