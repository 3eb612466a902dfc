// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Lab.Tests.PowerCuts;

/// <summary>
/// A disk with a write cache and a plug. What was flushed stays; at the cut any part of what was not may be on the platter, in any order, down to
/// single sectors: none of it, some writes, some sectors, drawn by seed. Safe from several threads.
/// </summary>
internal sealed class VolatileDisk
{
    /// <summary>
    /// Bytes that are written whole or not at all: what cards, eMMC and disks of today program at once, and a block of the file system on it. Torn finer, a commit
    /// block of ext4's own journal fails its checksum, and ext4 refuses to mount: no program above it can help.
    /// </summary>
    public const int Sector = 4096;

    private readonly Lock _gate = new();
    private readonly byte[] _platter;
    private readonly byte[] _seen;
    private readonly List<(long Offset, byte[] Bytes)> _cache = [];
    private int _commandsLeft = int.MaxValue;

    /// <summary>Makes a disk that holds an image.</summary>
    public VolatileDisk(byte[] image) => (_platter, _seen) = (image, [.. image]);

    /// <summary>Raised when the plug was pulled by <see cref="CutAfter"/>, on the thread of the server.</summary>
    public event Action? Cut;

    /// <summary>Size in bytes.</summary>
    public long Length => _platter.Length;

    /// <summary>
    /// Pulls the plug at the nth write or flush from now on that finds something unflushed: a write is in the cache and a flush is not done, and neither
    /// is answered.
    /// </summary>
    public void CutAfter(int commands)
    {
        lock (_gate) _commandsLeft = commands;
    }

    /// <summary>Reads what the machine believes to be there.</summary>
    public void Read(long offset, Span<byte> bytes)
    {
        lock (_gate) _seen.AsSpan((int)offset, bytes.Length).CopyTo(bytes);
    }

    /// <summary>Writes into the cache, or through it.</summary>
    /// <returns>False: the plug is pulled, and nobody answers.</returns>
    public bool Write(long offset, byte[] bytes, bool through) => Command(
        () =>
        {
            bytes.CopyTo(_seen, offset);
            _cache.Add((offset, bytes));
        },
        () =>
        {
            if (through) Drain();
        });

    /// <summary>Puts the cache on the platter.</summary>
    /// <returns>False: the plug is pulled, and nobody answers.</returns>
    public bool Flush() => Command(() => { }, Drain);

    /// <summary>What the cut leaves; the disk can be used again.</summary>
    /// <param name="random">Draws what of the cache reached the platter.</param>
    /// <returns>Writes that no flush had reached.</returns>
    public int PowerCut(Random random)
    {
        lock (_gate)
        {
            var (kind, unflushed) = (random.Next(4), _cache.Count);
            foreach (var (offset, bytes) in _cache)
            {
                var whole = kind switch { 0 => false, 1 => random.Next(2) == 0, 2 => random.Next(8) != 0, _ => true };
                var torn = kind == 3 || (whole && random.Next(4) == 0);
                if (torn) Tear(offset, bytes, random);
                else if (whole) bytes.CopyTo(_platter, offset);
            }

            _cache.Clear();
            _platter.CopyTo(_seen, 0);
            _commandsLeft = int.MaxValue;
            return unflushed;
        }
    }

    private void Tear(long offset, byte[] bytes, Random random)
    {
        for (var at = 0; at < bytes.Length; at += Sector)
        {
            if (random.Next(2) == 0) bytes.AsSpan(at, Math.Min(Sector, bytes.Length - at)).CopyTo(_platter.AsSpan((int)offset + at));
        }
    }

    private bool Command(Action arrive, Action work)
    {
        lock (_gate)
        {
            if (_commandsLeft <= 0) return false;
            arrive();
            if (_cache.Count == 0 || --_commandsLeft > 0)
            {
                work();
                return true;
            }
        }

        Cut?.Invoke();
        return false;
    }

    private void Drain()
    {
        foreach (var (offset, bytes) in _cache) bytes.CopyTo(_platter, offset);
        _cache.Clear();
    }
}
