// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using Appliance.Jobs.Records;
using Appliance.Ports.Files;

namespace Appliance.Jobs.SelfChecks;

/// <summary>The disk of the records: there is room, and what is written, synced and read again is the same.</summary>
/// <param name="folder">A folder on that disk, where a small file comes and goes; opened anew for each look.</param>
public sealed class DiskCheck(Func<IDurableFolder> folder) : ISelfCheck
{
    /// <summary>Less room than this is none: some thousand records, and what the log and an import need beside them.</summary>
    public const long LeastFree = 32L << 20;

    private const int Sample = 4096;

    /// <summary>A shell may look while the service does.</summary>
    private static readonly string FileName = string.Create(CultureInfo.InvariantCulture, $"self-check-{Environment.ProcessId}");

    /// <inheritdoc/>
    public string Name => "disk";

    /// <inheritdoc/>
    public bool MustHave => true;

    /// <inheritdoc/>
    public SelfCheckFinding Look(CancellationToken cancel)
    {
        try
        {
            var opened = folder();
            return WriteAndRead(opened) ?? Room(opened);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return SelfCheckFinding.Fail(refused.Message, "Call the line engineer: the disk cannot be written, so nothing can be recorded.");
        }
    }

    private static SelfCheckFinding? WriteAndRead(IDurableFolder opened)
    {
        var written = RandomNumberGenerator.GetBytes(Sample);
        using (var file = opened.Open(FileName))
        {
            file.Truncate(0);
            file.Append(written);
            file.Flush();
        }

        using var stream = opened.OpenRead(FileName);
        using var read = new MemoryStream();
        stream?.CopyTo(read);
        opened.Delete(FileName);
        return read.ToArray().AsSpan().SequenceEqual(written)
            ? null
            : SelfCheckFinding.Fail("The disk gave back other bytes than were written.", "Call the line engineer: replace the disk, after its records were copied.");
    }

    private static SelfCheckFinding Room(IDurableFolder opened)
    {
        var (free, total) = opened.Space();
        var seen = string.Create(CultureInfo.InvariantCulture, $"Written, synced and read; {free >> 20} of {total >> 20} MiB are free.");
        if (free < LeastFree) return SelfCheckFinding.Fail(seen, "Call the line engineer to make room: copy the records out.");
        return DiskRoom.Warning(opened) is { } warning ? SelfCheckFinding.Warn(warning, "Copy the records out and make room.") : SelfCheckFinding.Ok(seen);
    }
}
