// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Flashing.Tests.Fus.Images;

/// <summary>Files with the footers of a coprocessor image and a body of noise.</summary>
internal static class ImageFile
{
    public const uint LegacyStack = 0x23372991;
    public const uint NewStack = 0xB10C8B99;
    public const uint StSignature = 0xD3A12C5E;
    public const uint CustomerSignature = 0xE2B51D4A;

    public static byte[] Of(int length, uint info, uint memory, uint version, uint magic, uint signature = StSignature)
    {
        var file = new byte[length];
        new Random(length).NextBytes(file);
        Put(file, 104, info);
        Put(file, 100, 0xABCDABCD);
        Put(file, 96, memory);
        Put(file, 92, version);
        Put(file, 88, magic);
        Signature(file, signature);
        return file;
    }

    /// <summary>A stack of the new format as 1.24.0 has it: 32 pages and 4 of non-volatile data.</summary>
    public static byte[] FullStack() => Of(129_460, 0x040104CD, 0x0F0A0220, 0x01180003, NewStack);

    public static byte[] SignedByCustomer(byte[] file)
    {
        var signed = new byte[file.Length + 84];
        file.CopyTo(signed, 0);
        Signature(signed, CustomerSignature);
        return signed;
    }

    public static void Put(byte[] file, int fromEnd, uint word) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.Length - fromEnd), word);

    private static void Signature(byte[] file, uint magic)
    {
        Put(file, 20, 0x12341234);
        Put(file, 16, 0xABCDABCD);
        Put(file, 12, 0xFFFF5740);
        Put(file, 8, 0x22110045);
        Put(file, 4, magic);
    }
}
