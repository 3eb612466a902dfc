// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Records;
using Appliance.Ports.Files;
using Appliance.Ports.Records;

namespace Appliance.Jobs.Sticks;

/// <summary>Carries records out on a stick: written under another name, synced, then renamed, so that what has its name is whole.</summary>
/// <param name="journal">Where the records are.</param>
/// <param name="appliance">Name of the appliance, for the file's name.</param>
internal sealed class RecordCarrier(IDurableFolder journal, string appliance)
{
    private const string HalfExtension = ".part";
    private const string Prefix = "appliance-records-";

    /// <summary>Writes what was wished.</summary>
    /// <param name="stick">The stick in its writing phase.</param>
    /// <param name="wish">What was wished.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Names of the files.</returns>
    /// <exception cref="IOException">The stick refused.</exception>
    /// <exception cref="RecordException">The journal did.</exception>
    public IReadOnlyList<string> Carry(IDurableFolder stick, ExportWish wish, CancellationToken cancel)
    {
        foreach (var half in stick.Names().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(HalfExtension, StringComparison.Ordinal)))
            stick.Delete(half);
        var reader = new RecordReader(journal);
        var rows = reader.Query(new RecordFilter(From: wish.Since), 0, int.MaxValue).Reverse().ToList();
        var name = Prefix + string.Create(CultureInfo.InvariantCulture, $"{Plain(appliance)}-{JournalAnchor.Take(journal).Count:D8}");
        var files = new List<string>();
        if (wish.Form is ExportForm.Csv or ExportForm.Both) files.Add(Whole(stick, name + ".csv", text => RecordExport.WriteCsv(text, rows)));
        if (wish.Form is ExportForm.Jsonl or ExportForm.Both) files.Add(Whole(stick, name + ".jsonl", text => RecordExport.WriteJsonLines(text, Records(reader, rows, cancel))));
        return files;
    }

    private static IEnumerable<JobRecord> Records(RecordReader reader, List<RecordRow> rows, CancellationToken cancel)
    {
        var ids = rows.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var record in reader.All().Where(record => ids.Contains(record.Id)))
        {
            cancel.ThrowIfCancellationRequested();
            yield return record;
        }
    }

    private static string Whole(IDurableFolder stick, string name, Action<TextWriter> write)
    {
        var half = name + HalfExtension;
        using (var file = stick.Open(half))
        {
            file.Truncate(0);
            using var stream = new StagingStream(file);
            using (var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true)) write(text);
            stream.Finish();
        }

        stick.Rename(half, name);
        return name;
    }

    /// <summary>Letters that every file system takes.</summary>
    private static string Plain(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-' ? letter : '_'));
}
