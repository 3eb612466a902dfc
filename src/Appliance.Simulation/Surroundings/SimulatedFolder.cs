// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Files;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Surroundings;

/// <summary>
/// A folder on a disk whose power can be cut: what was appended and not flushed is then lost, torn or there, by seed; replaced files are
/// the old or the new. It can also be full, read-only or broken. Safe to use from several threads.
/// </summary>
public sealed class SimulatedFolder(long seed = 1) : IDurableFolder
{
    private readonly Lock _gate = new();
    private readonly Dice _dice = new(seed);
    private readonly SortedDictionary<string, SimulatedFileContents> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _writers = new(StringComparer.Ordinal);
    private int _generation;
    private bool _off;
    private long _cutIn = -1;

    /// <inheritdoc/>
    public string Description => "simulated disk";

    /// <summary>Size of the disk in bytes; appending past it fails as a full disk does.</summary>
    public long Capacity { get; set; } = 1L << 30;

    /// <summary>Every change fails as on a disk that was remounted read-only.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>The next flush fails as on a disk with a bad sector, and what it should have kept is lost.</summary>
    public bool FailNextFlush { get; set; }

    /// <summary>After a cut everything is refused until <see cref="PowerOn"/>, so that code which tidies up after a failure cannot do so where no code
    /// would run any more.</summary>
    public bool StaysOff { get; set; }

    /// <summary>Changes made since the folder was created: appends, flushes, replacements, renamings, removals, truncations.</summary>
    public long Operations { get; private set; }

    /// <summary>The power goes in the middle of the change that is so many ahead; 0 is the next one.</summary>
    public void CutIn(long operations)
    {
        lock (_gate)
            _cutIn = operations;
    }

    /// <summary>The machine is switched on again.</summary>
    public void PowerOn()
    {
        lock (_gate)
            _off = false;
    }

    /// <summary>The power goes now, between two operations. Files that were open fail from now on; the folder can be used again at once.</summary>
    public void Cut()
    {
        lock (_gate)
            LoseUnflushed();
    }

    /// <summary>Changes a byte on the disk, as a dying card does.</summary>
    public void Corrupt(string name, long offset, byte mask)
    {
        lock (_gate)
            _files[name].Flip((int)offset, mask);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names()
    {
        lock (_gate)
            return [.. _files.Keys];
    }

    /// <inheritdoc/>
    public IDurableFile Open(string name)
    {
        lock (_gate)
        {
            if (!_files.TryGetValue(name, out var contents))
                Change(() => _files[name] = contents = new SimulatedFileContents());
            if (!_writers.Add(name))
                throw new FileFaultException(FileFault.InUse, $"{name} has a writer");
            return new SimulatedFile(this, name, contents!, _generation);
        }
    }

    /// <inheritdoc/>
    public Stream? OpenRead(string name)
    {
        lock (_gate)
            return _files.TryGetValue(name, out var contents) ? new MemoryStream(contents.ToArray(), false) : null;
    }

    /// <inheritdoc/>
    public void Replace(string name, ReadOnlySpan<byte> contents)
    {
        var bytes = contents.ToArray();
        lock (_gate)
        {
            RequireSpace(bytes.Length);
            Change(() => _files[name] = new SimulatedFileContents(bytes));
        }
    }

    /// <inheritdoc/>
    public void Rename(string from, string to)
    {
        lock (_gate)
        {
            if (_writers.Contains(from) || _writers.Contains(to))
                throw new FileFaultException(FileFault.InUse, $"{from} or {to} has a writer");
            if (!_files.TryGetValue(from, out var contents))
                throw new FileFaultException(FileFault.IoError, $"there is no {from} on the simulated disk");
            Change(() =>
            {
                _files.Remove(from);
                _files[to] = contents;
            });
        }
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
        lock (_gate)
        {
            if (_files.ContainsKey(name))
                Change(() => _files.Remove(name));
        }
    }

    /// <inheritdoc/>
    public (long Free, long Total) Space()
    {
        lock (_gate)
            return (Capacity - Used(), Capacity);
    }

    internal void Append(SimulatedFileContents contents, int generation, byte[] bytes)
    {
        lock (_gate)
        {
            RequireCurrent(generation);
            var room = (int)Math.Clamp(Capacity - Used(), 0, bytes.Length);
            Change(() => contents.Append(bytes.AsSpan(0, room)));
            if (room < bytes.Length)
                throw new FileFaultException(FileFault.DiskFull, "no space left on the simulated disk");
        }
    }

    internal void Flush(SimulatedFileContents contents, int generation)
    {
        lock (_gate)
        {
            RequireCurrent(generation);
            if (FailNextFlush)
            {
                FailNextFlush = false;
                contents.DropUnflushed();
                throw new FileFaultException(FileFault.IoError, "the simulated disk failed");
            }

            Change(contents.Flush);
        }
    }

    internal void Truncate(SimulatedFileContents contents, int generation, long length)
    {
        lock (_gate)
        {
            RequireCurrent(generation);
            Change(() => contents.Truncate((int)length));
        }
    }

    internal void Close(string name, int generation)
    {
        lock (_gate)
        {
            if (generation == _generation)
                _writers.Remove(name);
        }
    }

    internal long Length(SimulatedFileContents contents)
    {
        lock (_gate)
            return contents.Length;
    }

    private long Used() => _files.Values.Sum(file => (long)file.Length);

    /// <summary>One change; at a cut it has happened or not, by chance, and nobody learns which.</summary>
    private void Change(Action change)
    {
        if (_off)
            throw new PowerCutException();
        if (ReadOnly)
            throw new FileFaultException(FileFault.ReadOnly, "the simulated disk is read-only");
        Operations++;
        if (_cutIn < 0 || _cutIn-- > 0)
        {
            change();
            return;
        }

        if ((_dice.Next() & 1) != 0)
            change();
        LoseUnflushed();
        throw new PowerCutException();
    }

    private void LoseUnflushed()
    {
        _generation++;
        _off = StaysOff;
        _cutIn = -1;
        _writers.Clear();
        foreach (var file in _files.Values)
            file.Tear(_dice);
    }

    private void RequireCurrent(int generation)
    {
        if (generation != _generation)
            throw new FileFaultException(FileFault.IoError, "the file was open when the power was cut");
    }

    private void RequireSpace(long bytes)
    {
        if (Used() + bytes > Capacity)
            throw new FileFaultException(FileFault.DiskFull, "no space left on the simulated disk");
    }
}
