// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using Appliance.Service.Web.Log;

namespace Appliance.Service.Composition;

/// <summary>Reads the end of the rolling files of <see cref="ServiceLog"/>, which go on being written meanwhile.</summary>
/// <param name="folder">Where they are.</param>
internal sealed class LogFiles(string folder) : ILogPages
{
    /// <summary>Bytes looked at, from the end: what a page shows is never far away.</summary>
    private const int Look = 2 << 20;

    /// <inheritdoc/>
    public IReadOnlyList<LogLine> Newest(string? record, bool troubleOnly, int take)
    {
        var found = new List<LogLine>();
        var left = (long)Look;
        foreach (var file in Files())
        {
            var lines = Tail(file, left, out var read);
            left -= read;
            found.AddRange(lines.Select(Parse).OfType<LogLine>().Where(line => (record is null || line.Record == record) && (!troubleOnly || line.Level is not ("info" or "debug"))));
            if (found.Count >= take || left <= 0) break;
        }

        return [.. found.Take(take)];
    }

    private IEnumerable<FileInfo> Files() => Directory.Exists(folder)
        ? new DirectoryInfo(folder).EnumerateFiles("appliance*.log").OrderByDescending(file => file.LastWriteTimeUtc).ThenByDescending(file => file.Name, StringComparer.Ordinal)
        : [];

    /// <summary>The last lines of a file, newest first; a line that is cut at the front is left out.</summary>
    private static IEnumerable<string> Tail(FileInfo file, long most, out long read)
    {
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var begin = Math.Max(0, stream.Length - most);
        read = stream.Length - begin;
        stream.Position = begin;
        using var text = new StreamReader(stream, Encoding.UTF8);
        var lines = text.ReadToEnd().Split('\n');
        return lines.Skip(begin > 0 ? 1 : 0).Reverse();
    }

    /// <summary>A line as <see cref="LogFormat"/> writes it; null for anything else, such as one that is being written.</summary>
    private static LogLine? Parse(string line)
    {
        if (line.Length == 0 || line[0] != '{') return null;
        try
        {
            var json = JsonDocument.Parse(line).RootElement;
            return new LogLine(
                json.GetProperty("time").GetDateTimeOffset(), json.GetProperty("level").GetString()!, json.TryGetProperty("record", out var record) ? record.GetString()! : "",
                json.GetProperty("text").GetString()!);
        }
        catch (Exception torn) when (torn is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }
}
