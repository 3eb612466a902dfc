// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Targets.Tests.Fakes;

/// <summary>A run of bytes on the fake bus; everything else faults, and so does an access across its own size.</summary>
internal sealed class FakeMemory(uint start, byte[] bytes) : IFakeBus
{
    public byte[] Bytes { get; } = bytes;

    /// <summary>Size of every write, in order.</summary>
    public List<int> WriteSizes { get; } = [];

    /// <summary>Addresses that answer with a bus fault.</summary>
    public HashSet<uint> Faulting { get; } = [];

    /// <summary>Addresses that never answer.</summary>
    public HashSet<uint> Hanging { get; } = [];

    public uint Read(uint address, int size)
    {
        var offset = Offset(address, size);
        uint value = 0;
        for (var i = 0; i < size; i++)
            value |= (uint)Bytes[offset + i] << (8 * i);
        return value;
    }

    public void Write(uint address, int size, uint value)
    {
        var offset = Offset(address, size);
        WriteSizes.Add(size);
        for (var i = 0; i < size; i++)
            Bytes[offset + i] = (byte)(value >> (8 * i));
    }

    private uint Offset(uint address, int size)
    {
        if (Hanging.Contains(address))
            throw new BusHang();
        var offset = address - start;
        if (Faulting.Contains(address) || address % size != 0 || offset >= Bytes.Length || offset + size > Bytes.Length)
            throw new BusFault();
        return offset;
    }
}
