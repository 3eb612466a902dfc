// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Flashing.Tests.Firmware;

/// <summary>Writes UF2 blocks for tests.</summary>
internal static class Uf2Writer
{
    public static byte[] Write(FirmwareModel model, uint? family = null)
    {
        var random = new Random(model.Seed);
        var parts = PieceCutter.Cut(model, random, 1 + random.Next(476), 1u << 31);
        var order = Enumerable.Range(0, parts.Length).ToArray();
        random.Shuffle(order);
        return [.. order.SelectMany(i => Block(i, parts.Length, parts[i].Address, parts[i].Data, family is null ? 0 : 0x2000u, family ?? 0))];
    }

    public static byte[] Block(int number, int total, uint address, byte[] payload, uint flags = 0, uint family = 0, byte[]? tail = null)
    {
        var block = new byte[512];
        uint[] header = [0x0a324655, 0x9e5d5157, flags, address, (uint)payload.Length, (uint)number, (uint)total, family];
        for (var i = 0; i < header.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(4 * i), header[i]);
        payload.CopyTo(block, 32);
        (tail ?? []).CopyTo(block, 32 + payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(508), 0x0ab16f30);
        return block;
    }
}
