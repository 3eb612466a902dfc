// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using Appliance.Service.Bench;
using Appliance.Service.Composition;

namespace Appliance.Service.Cli;

/// <summary><c>bench records</c>, for people and as JSON.</summary>
internal static class RecordsBenchText
{
    private static readonly JsonSerializerOptions Camel = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static int Print(int count, string? engine, ApplianceHome home, bool json)
    {
        if (count < 1) throw new BadInputException($"--count {count} is no number of records; it begins at 1.");
        if (engine is not null && !IndexEngine.Names.Contains(engine))
            throw new BadInputException($"There is no index engine '{engine}' in this build. Engines: {string.Join(", ", IndexEngine.Names)}.");
        Directory.CreateDirectory(home.Path);
        var figures = RecordsBench.Run(count, home.Path, engine, doing => Console.Error.WriteLine($"{doing} …"));
        Console.WriteLine(json ? JsonSerializer.Serialize(figures, Camel) : Text(figures));
        return ExitCodes.Pass;
    }

    private static string Bytes(double? count) => count is { } known ? known.ToString("N0", CultureInfo.InvariantCulture) : "unknown";

    private static string Text(RecordsBench figures) => string.Create(CultureInfo.InvariantCulture, $"""
        {figures.Records:N0} records on {figures.Machine}
          journal                       {figures.JournalBytesPerRecord,12:N0} bytes a record
          given to the disk             {Bytes(figures.JournalWrittenPerRecord),12} bytes a record
          write and flush, plain        {figures.FlushMicroseconds,12:N0} µs (median)
          end of a record, to the disk  {figures.AcknowledgeMicroseconds,12:N0} µs (median), {figures.FlushesPerAcknowledgement:0.##} flushes
        {string.Join('\n', figures.Indexes.Select(Text))}
        """);

    private static string Text(IndexFigures index) => string.Create(CultureInfo.InvariantCulture, $"""
          {index.Engine}
            built anew                  {index.RebuildPerSecond,12:N0} records a second, {index.RebuildCpuMicroseconds:0} µs of processor time each
            a filtered page             {index.PageMedianMilliseconds,12:0.0} ms (median), {index.PageP99Milliseconds:0.0} ms (99th percentile)
            yield page                  {index.YieldMilliseconds,12:0.0} ms
            files                       {index.BytesPerRecord,12:N0} bytes a record
            given to the disk           {Bytes(index.WrittenPerRecord),12} bytes a record, besides the journal's
            memory of this process      {index.WorkingSetMegabytes,12:N0} MB
        """);
}
