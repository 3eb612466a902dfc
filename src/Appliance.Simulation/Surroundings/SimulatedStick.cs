// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Files;
using Appliance.Ports.Media;

namespace Appliance.Simulation.Surroundings;

/// <summary>
/// A stick in memory. It finds names in any case, as FAT does, lists what it has even where two differ in case alone, and can be pulled after any byte that is read of it or in the
/// middle of any change. Plug it once. Safe to use from several threads.
/// </summary>
/// <param name="seed">What a pull in the middle of a change leaves of it.</param>
public sealed class SimulatedStick(long seed = 1) : IMedium
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private Action? _pull;
    private volatile bool _there;
    private volatile bool _written;

    /// <inheritdoc/>
    public string Name { get; init; } = "simulated";

    /// <inheritdoc/>
    public string Label { get; init; } = "STICK";

    /// <inheritdoc/>
    public string? Refusal { get; init; }

    /// <inheritdoc/>
    public bool IsThere => _there;

    /// <summary>Nobody grants the writing phase.</summary>
    public bool WriteProtected { get; init; }

    /// <summary>The stick is pulled when so many bytes were read of it.</summary>
    public long PullAfterBytes { get; set; } = long.MaxValue;

    /// <summary>Bytes that were read.</summary>
    public long BytesRead { get; private set; }

    /// <summary>What stands on it once the writing phase has begun: changes can be cut there.</summary>
    public SimulatedFolder Written { get; } = new(seed) { StaysOff = true };

    /// <summary>Puts a file on it.</summary>
    public SimulatedStick With(string path, byte[] bytes)
    {
        _files[path] = bytes;
        return this;
    }

    /// <inheritdoc/>
    public IReadOnlyList<MediumEntry> List(string folder, int most)
    {
        Require();
        var prefix = folder.Length == 0 ? "" : folder + "/";
        var entries = new Dictionary<string, MediumEntry>(StringComparer.Ordinal);
        foreach (var (path, bytes) in _files.Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var rest = path[prefix.Length..];
            var slash = rest.IndexOf('/', StringComparison.Ordinal);
            var name = slash < 0 ? rest : rest[..slash];
            entries.TryAdd(name, new MediumEntry(name, slash >= 0, slash >= 0 ? 0 : bytes.Length));
            if (entries.Count > most)
                break;
        }

        return [.. entries.Values];
    }

    /// <inheritdoc/>
    public long? Length(string path)
    {
        Require();
        return Find(path)?.Length;
    }

    /// <inheritdoc/>
    public Stream OpenRead(string path)
    {
        Require();
        return Find(path) is { } bytes
            ? new StickStream(this, bytes)
            : throw new MediumException(MediumFault.Unreadable, $"There is no file {path} on the simulated stick.");
    }

    /// <inheritdoc/>
    public IMediumWriting BeginWriting(CancellationToken cancel)
    {
        Require();
        if (WriteProtected)
            throw new MediumException(MediumFault.NotWritable, "The simulated stick is write-protected.");
        _written = true;
        return new Writing(this);
    }

    internal void Plugged(Action pull)
    {
        (_pull, _there) = (pull, true);
    }

    internal void Pulled() => _there = false;

    private byte[]? Find(string path) =>
        _files.TryGetValue(path, out var exact) ? exact : _files.FirstOrDefault(file => string.Equals(file.Key, path, StringComparison.OrdinalIgnoreCase)).Value;

    private void Require()
    {
        if (!_there)
            throw new MediumException(MediumFault.Gone, "The simulated stick was pulled out.");
        if (_written || Refusal is not null)
            throw new MediumException(MediumFault.Unreadable, Refusal ?? "The simulated stick was written and is not read any more.");
    }

    private void Count(int bytes)
    {
        bool pulled;
        lock (_gate)
        {
            BytesRead += bytes;
            pulled = BytesRead > PullAfterBytes;
        }

        if (pulled)
            _pull?.Invoke();
        Require();
    }

    private sealed class StickStream(SimulatedStick stick, byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        private readonly byte[] _bytes = bytes;

        public override int Read(Span<byte> buffer)
        {
            var now = (int)Math.Clamp(Length - Position, 0, buffer.Length);
            stick.Count(now);
            _bytes.AsSpan((int)Position, now).CopyTo(buffer);
            Position += now;
            return now;
        }

        public override int ReadByte()
        {
            Span<byte> one = stackalloc byte[1];
            return Read(one) == 0 ? -1 : one[0];
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    }

    private sealed class Writing(SimulatedStick stick) : IMediumWriting
    {
        public IDurableFolder Folder => stick.Written;

        public void Finish()
        {
            if (!stick._there)
                throw new MediumException(MediumFault.Gone, "The simulated stick was pulled out while it was written.");
        }

        public void Dispose()
        {
        }
    }
}
