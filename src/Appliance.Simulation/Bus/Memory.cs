// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Simulation.Bus;

/// <summary>Plain bytes: SRAM, or a mask ROM where nothing may be written.</summary>
internal sealed class Memory(byte[] bytes, bool writable) : IBusSlave
{
    /// <summary>The bytes.</summary>
    public byte[] Bytes { get; } = bytes;

    /// <summary>A byte that reads the same whatever is written there; null for sound memory.</summary>
    public (uint Offset, byte Value)? BadCell { get; set; }

    /// <inheritdoc/>
    public long HeldUntil(in BusAccess access) => 0;

    /// <inheritdoc/>
    public bool TryRead(in BusAccess access, out uint value)
    {
        value = Get(Bytes, access.Offset, access.Size);
        return true;
    }

    /// <inheritdoc/>
    public bool TryWrite(in BusAccess access, uint value)
    {
        if (!writable)
            return false;
        Put(Bytes, access.Offset, access.Size, value);
        if (BadCell is { } bad && bad.Offset - access.Offset < (uint)access.Size)
            Bytes[bad.Offset] = bad.Value;
        return true;
    }

    /// <inheritdoc/>
    public void Reset()
    {
        // Memory keeps its bytes through a system reset.
    }

    /// <summary>Little-endian value of 1, 2 or 4 bytes.</summary>
    public static uint Get(byte[] bytes, uint offset, int size) => size switch
    {
        1 => bytes[offset],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan((int)offset)),
        _ => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan((int)offset)),
    };

    /// <summary>Stores 1, 2 or 4 bytes, little-endian.</summary>
    public static void Put(byte[] bytes, uint offset, int size, uint value)
    {
        if (size == 1)
            bytes[offset] = (byte)value;
        else if (size == 2)
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan((int)offset), (ushort)value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan((int)offset), value);
    }
}
