// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Jobs.Records;
using Appliance.Platform.Files;
using Appliance.Platform.Host;

namespace Appliance.Service.Bench;

/// <summary>What a record costs a card: bytes that this process gives to the disk while boards are made, whole pages and all.</summary>
internal static class DiskBytes
{
    private const int Boards = 200;
    private const string Counters = "/proc/self/io";
    private const string Written = "write_bytes: "; // proc(5): bytes sent to the storage layer

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Makes some boards with their start, their serial and their end flushed, the index asked after each as a page does.</summary>
    /// <param name="folder">A folder of its own on the disk that counts.</param>
    /// <param name="source">The index; null for the journal alone.</param>
    /// <returns>Bytes for each record; null where the system does not count them.</returns>
    public static double? PerRecord(string folder, RecordIndexSource? source)
    {
        var journalFolder = new DurableFolder(Path.Combine(folder, "journal"));
        using var journal = RecordJournal.Open(journalFolder, new LinuxHost(TimeProvider.System, "bench"), TimeProvider.System);
        using var keeper = source is null ? null : new RecordIndexKeeper(journal, new RecordIndexer(journalFolder, source), TimeProvider.System);
        keeper?.Start();
        keeper?.TryAsk(index => index.LastSequence, Patience, out _);
        var before = Now();
        for (var i = 0; i < Boards; i++)
        {
            RecordMill.Open(journal, i)();
            keeper?.TryAsk(index => index.LastSequence, Patience, out _);
        }

        return (Now() - before) / (double)Boards;
    }

    private static long? Now() => File.Exists(Counters)
        ? long.Parse(File.ReadLines(Counters).First(line => line.StartsWith(Written, StringComparison.Ordinal)).AsSpan(Written.Length), CultureInfo.InvariantCulture)
        : null;
}
