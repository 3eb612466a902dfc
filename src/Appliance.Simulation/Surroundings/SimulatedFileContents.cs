// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Surroundings;

/// <summary>The bytes of one file: the first part is on the disk, the rest is in a cache that a power cut empties.</summary>
internal sealed class SimulatedFileContents
{
    private const int Sector = 512;
    private readonly List<byte> _bytes = [];
    private int _flushed;

    public SimulatedFileContents()
    {
    }

    public SimulatedFileContents(byte[] bytes)
    {
        _bytes.AddRange(bytes);
        _flushed = bytes.Length;
    }

    /// <summary>Bytes, flushed or not.</summary>
    public int Length => _bytes.Count;

    /// <summary>A copy of all bytes.</summary>
    public byte[] ToArray() => [.. _bytes];

    /// <summary>Appends to the cache.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

    /// <summary>All is on the disk now.</summary>
    public void Flush() => _flushed = _bytes.Count;

    /// <summary>Shortens, on the disk.</summary>
    public void Truncate(int length)
    {
        if (length < _bytes.Count)
            _bytes.RemoveRange(length, _bytes.Count - length);
        Flush();
    }

    /// <summary>What was not flushed never reached the disk.</summary>
    public void DropUnflushed() => Truncate(_flushed);

    /// <summary>
    /// A power cut: of what was not flushed some length is there, and sectors inside it may still be blank (the length of a file can
    /// reach the disk before its data).
    /// </summary>
    public void Tear(Dice dice)
    {
        var kept = _flushed + (int)dice.Between(0, _bytes.Count - _flushed);
        _bytes.RemoveRange(kept, _bytes.Count - kept);
        for (var sector = _flushed / Sector * Sector; sector < kept; sector += Sector)
        {
            if ((dice.Next() & 3) == 0)
                Blank(Math.Max(sector, _flushed), Math.Min(sector + Sector, kept));
        }

        Flush();
    }

    /// <summary>Changes a byte.</summary>
    public void Flip(int offset, byte mask) => _bytes[offset] ^= mask;

    private void Blank(int from, int to)
    {
        for (var i = from; i < to; i++)
            _bytes[i] = 0;
    }
}
