// SPDX-License-Identifier: Apache-2.0
using Appliance.Platform.Files;
using Appliance.Ports.Files;
using Appliance.Ports.Media;

namespace Appliance.Platform.Media;

/// <summary>
/// The writing phase: a file named as the stick in the requests folder asks for it, and ends it when it is removed. Root mounts the stick for writing and
/// afterwards syncs and unmounts it; what it did stands in the stick's note.
/// </summary>
internal sealed class LinuxStickWriting(string root, string request, Func<string?> state, TimeProvider time) : IMediumWriting
{
    /// <summary>Longest time until the stick is mounted; the unit gives up after 20 s.</summary>
    private static readonly TimeSpan BeginLimit = TimeSpan.FromSeconds(30);

    /// <summary>Longest time until the last byte of a slow stick is on it; the unit gives up after 120 s.</summary>
    private static readonly TimeSpan FinishLimit = TimeSpan.FromSeconds(150);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public IDurableFolder Folder => new DurableFolder(root);

    public void Begin(CancellationToken cancel)
    {
        if (state() is null) throw new MediumException(MediumFault.Gone, "The stick was pulled out.");
        MakeFolderOf(request);
        File.WriteAllBytes(request, []);
        WaitFor(StickNote.Writing, BeginLimit, cancel);
    }

    public void Finish()
    {
        File.Delete(request);
        WaitFor(StickNote.Written, FinishLimit, CancellationToken.None);
    }

    /// <summary>The folder need not be there: nothing may have been asked for yet.</summary>
    public void Dispose()
    {
        if (File.Exists(request)) File.Delete(request);
    }

    private static void MakeFolderOf(string request)
    {
        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(request)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediumException(MediumFault.NotWritable, $"Writing to a stick cannot be asked for: {e.Message}", e);
        }
    }

    private void WaitFor(string wanted, TimeSpan limit, CancellationToken cancel)
    {
        var begun = time.GetTimestamp();
        for (var now = state(); now != wanted; now = state())
        {
            if (now is null) throw new MediumException(MediumFault.Gone, "The stick was pulled out.");
            if (now == StickNote.Protected) throw new MediumException(MediumFault.NotWritable, "The stick cannot be mounted for writing; it may be write-protected.");
            if (time.GetElapsedTime(begun) > limit) throw new MediumException(MediumFault.NotWritable, $"The stick was not {wanted} after {limit.TotalSeconds} s; it says: {now}.");
            if (cancel.WaitHandle.WaitOne(Pause)) cancel.ThrowIfCancellationRequested();
        }
    }
}
