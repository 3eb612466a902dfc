// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Flashing.Firmware;

/// <summary>The file header of an ELF32 file, checked (System V ABI, chapter 4, "ELF Header"; ELF for the Arm Architecture §5.3).</summary>
internal readonly record struct ElfHeader(
    uint Entry, uint ProgramHeaders, int ProgramHeaderCount, uint SectionHeaders, int SectionHeaderCount)
{
    public const int Size = 52;
    public const int ProgramHeaderSize = 32;
    public const int SectionHeaderSize = 40;

    private const byte Class32 = 1;
    private const byte DataLittleEndian = 1;
    private const byte CurrentVersion = 1;
    private const ushort TypeExecutable = 2;
    private const ushort TypeShared = 3;
    private const ushort MachineArm = 40;

    /// <summary>Our own limit, so that a hostile file cannot make segments times sections many. Linkers for these chips write a
    /// handful.</summary>
    private const int MostProgramHeaders = 256;

    public static ElfHeader Read(ElfFile file)
    {
        Span<byte> bytes = stackalloc byte[Size];
        file.ReadAt(0, bytes, "an ELF header");
        CheckIdent(bytes, file);
        var type = Half(bytes, 16);
        if (type is not (TypeExecutable or TypeShared))
            throw file.Error(16, FirmwareErrorCause.Malformed, "an executable (e_type 2 or 3)", $"e_type {type}");
        var machine = Half(bytes, 18);
        if (machine != MachineArm)
            throw file.Error(18, FirmwareErrorCause.WrongMachine, "machine 40 (ARM)", $"machine {machine}");
        var header = new ElfHeader(Word(bytes, 24), Word(bytes, 28), Half(bytes, 44), Word(bytes, 32), Half(bytes, 48));
        header.CheckTables(Half(bytes, 42), Half(bytes, 46), file);
        return header;
    }

    public static ushort Half(ReadOnlySpan<byte> bytes, int offset)
    {
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);
    }

    public static uint Word(ReadOnlySpan<byte> bytes, int offset)
    {
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);
    }

    private static void CheckIdent(ReadOnlySpan<byte> bytes, ElfFile file)
    {
        if (!bytes.StartsWith("\u007fELF"u8))
            throw file.Error(0, FirmwareErrorCause.Malformed, "magic number 7f454c46", Convert.ToHexStringLower(bytes[..4]));
        if (bytes[4] != Class32)
            throw file.Error(4, FirmwareErrorCause.WrongMachine, "class 1 (32 bits)", $"class {bytes[4]}");
        if (bytes[5] != DataLittleEndian)
            throw file.Error(5, FirmwareErrorCause.WrongMachine, "data encoding 1 (little-endian)", $"encoding {bytes[5]}");
        if (bytes[6] != CurrentVersion)
            throw file.Error(6, FirmwareErrorCause.Malformed, "version 1", $"version {bytes[6]}");
    }

    private void CheckTables(int programHeaderSize, int sectionHeaderSize, ElfFile file)
    {
        if (ProgramHeaderCount is 0 or > MostProgramHeaders)
            throw file.Error(44, FirmwareErrorCause.Malformed, $"1 to {MostProgramHeaders} program headers", $"{ProgramHeaderCount}");
        if (programHeaderSize != ProgramHeaderSize)
            throw file.Error(42, FirmwareErrorCause.Malformed, $"program headers of {ProgramHeaderSize} bytes", $"{programHeaderSize}");
        if (SectionHeaderCount != 0 && sectionHeaderSize != SectionHeaderSize)
            throw file.Error(46, FirmwareErrorCause.Malformed, $"section headers of {SectionHeaderSize} bytes", $"{sectionHeaderSize}");
    }
}
