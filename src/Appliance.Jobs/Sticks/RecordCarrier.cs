// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Records;
using Appliance.Ports.Files;
using Appliance.Ports.Media;
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
    /// <returns>Names of the files.</returns>
    /// <exception cref="JobFailure">The stick or the journal refused; the cause says which.</exception>
    public IReadOnlyList<string> Carry(IMedium medium, ExportWish wish, CancellationToken cancel)
    {
        try
        {
            using var writing = medium.BeginWriting(cancel);
            var files = Write(writing.Folder, wish, cancel);
            writing.Finish();
            return files;
        }
        catch (MediumException gone)
        {
            throw new JobFailure(gone.Fault == MediumFault.Gone ? Catalogue.StickGone : Catalogue.StickNotWritable, gone.Message, inner: gone);
        }
        catch (IOException refused)
        {
            throw new JobFailure(medium.IsThere ? Catalogue.StickNotWritable : Catalogue.StickGone, refused.Message, inner: refused);
        }
        catch (RecordException damaged)
        {
            throw new JobFailure(Catalogue.ExportFailed, damaged.Message, inner: damaged);
        }
    }

    private List<string> Write(IDurableFolder stick, ExportWish wish, CancellationToken cancel)
    {
        foreach (var half in stick.Names().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(HalfExtension, StringComparison.Ordinal)))
            stick.Delete(half);
        var reader = new RecordReader(journal);
        var name = Prefix + string.Create(CultureInfo.InvariantCulture, $"{Plain(appliance)}-{JournalAnchor.Take(journal).Count:D8}");
        var files = new List<string>();
        if (wish.Form is ExportForm.Csv or ExportForm.Both) files.Add(Whole(stick, name + ".csv", text => RecordExport.WriteCsv(text, Rows(reader, wish, cancel))));
        if (wish.Form is ExportForm.Jsonl or ExportForm.Both) files.Add(Whole(stick, name + ".jsonl", text => RecordExport.WriteJsonLines(text, Records(reader, wish, cancel))));
        if (AnchorBook.Text(journal) is { Length: > 0 } anchors) files.Add(Whole(stick, name + "-anchors.txt", text => text.Write(anchors)));
        return files;
    }

    private static IEnumerable<RecordRow> Rows(RecordReader reader, ExportWish wish, CancellationToken cancel)
    {
        foreach (var row in reader.Matching(new RecordFilter(From: wish.Since)))
        {
            cancel.ThrowIfCancellationRequested();
            yield return row;
        }
    }

    private static IEnumerable<JobRecord> Records(RecordReader reader, ExportWish wish, CancellationToken cancel)
    {
        foreach (var record in reader.All().Where(record => !(record.StartedUtc < wish.Since)))
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
