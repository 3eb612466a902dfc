// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Media;

namespace Appliance.Platform.Media;

/// <summary>One stick that a unit has mounted.</summary>
internal sealed class LinuxStick(string folder, string? requests, StickNote note, TimeProvider time) : IMedium
{
    private string Root => Path.Combine(folder, note.Name, "read");

    public string Name => note.Name;

    public string Label => note.Label;

    public string? Refusal => note.State == StickNote.Refused ? note.Reason : null;

    /// <summary>The kernel knows that a stick was pulled before the unit has unmounted it.</summary>
    public bool IsThere => StickNote.Read(NotePath)?.Plug == note.Plug && (note.Device.Length == 0 || Directory.Exists(note.Device));

    private string NotePath => Path.Combine(folder, note.Name + StickNote.Extension);

    /// <summary>Whether a note is of this very plugging in, whatever its state.</summary>
    public bool IsOf(StickNote other) => (other.Name, other.Plug) == (note.Name, note.Plug);

    public IReadOnlyList<MediumEntry> List(string folder, int most) => Tell(folder, () => new DirectoryInfo(At(folder)).EnumerateFileSystemInfos()
        .Take(most + 1).Where(entry => entry.LinkTarget is null)
        .Select(entry => new MediumEntry(entry.Name, entry is DirectoryInfo, entry is FileInfo file ? file.Length : 0)).ToList());

    public long? Length(string path) => Tell<long?>(path, () => Plain(path) is { } file ? file.Length : null);

    /// <summary>A pipe has no length, and opening it could wait for ever.</summary>
    public Stream OpenRead(string path) => Tell<Stream>(path, () => Plain(path) is { Length: > 0 } file
        ? new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read)
        : throw new MediumException(MediumFault.Unreadable, $"There is no plain file {path} on the stick."));

    public IMediumWriting BeginWriting(CancellationToken cancel)
    {
        if (requests is null) throw new MediumException(MediumFault.NotWritable, "Nobody here grants writing to a stick: the service was not started by its unit.");
        var writing = new LinuxStickWriting(Path.Combine(folder, note.Name, "write"), Path.Combine(requests, note.Name), State, time);
        try
        {
            writing.Begin(cancel);
            return writing;
        }
        catch
        {
            writing.Dispose();
            throw;
        }
    }

    private string? State() => StickNote.Read(NotePath) is { } now && IsOf(now) ? now.State : null;

    private string At(string path) => path.Length == 0 ? Root : Path.Combine(Root, path);

    /// <summary>A plain file on the stick itself; links are not followed, in no part of the path. The mount refuses them too (nosymfollow).</summary>
    private FileInfo? Plain(string path)
    {
        var at = Root;
        foreach (var part in path.Split('/'))
        {
            at = Path.Combine(at, part);
            if (part is "" or "." or ".." || new FileInfo(at).LinkTarget is not null) return null;
        }

        var file = new FileInfo(at);
        return file.Exists ? file : null;
    }

    private T Tell<T>(string path, Func<T> look)
    {
        try
        {
            return look();
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not MediumException)
        {
            throw IsThere
                ? new MediumException(MediumFault.Unreadable, $"{(path.Length == 0 ? "The stick" : $"\"{path}\"")} cannot be read: {e.Message}", e)
                : new MediumException(MediumFault.Gone, "The stick was pulled out.", e);
        }
    }
}
