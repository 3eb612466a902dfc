// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.SerialMemory;

/// <summary>Bytes of a large memory of which little is used: blocks are made when something in them is no longer erased.</summary>
/// <param name="length">Bytes.</param>
public sealed class SparseBytes(int length)
{
    private const int Block = 4096;
    private const byte Erased = 0xFF;
    private readonly Dictionary<int, byte[]> _blocks = [];

    /// <summary>Bytes.</summary>
    public int Length { get; } = length;

    /// <summary>One byte.</summary>
    public byte this[int offset]
    {
        get => _blocks.TryGetValue(offset / Block, out var block) ? block[offset % Block] : Erased;
        set
        {
            if (!_blocks.TryGetValue(offset / Block, out var block))
            {
                _blocks[offset / Block] = block = new byte[Block];
                Array.Fill(block, Erased);
            }

            block[offset % Block] = value;
        }
    }

    /// <summary>A copy of a range.</summary>
    public byte[] Copy(int offset, int count) => [.. Enumerable.Range(offset, count).Select(at => this[at])];

    /// <summary>Fills a range, for a memory that was used before.</summary>
    public void Fill(int offset, ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
            this[offset + i] = bytes[i];
    }

    /// <summary>Erases whole blocks of 4 KiB.</summary>
    internal void Erase(int offset, int count)
    {
        for (var block = offset / Block; block < (offset + count) / Block; block++)
            _blocks.Remove(block);
    }
}
