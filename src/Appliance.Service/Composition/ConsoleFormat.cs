// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;

namespace Appliance.Service.Composition;

/// <summary>
/// One event as a line of text. For the system's journal each line begins with its priority (sd-daemon(3): &lt;3&gt; error to &lt;7&gt; debug), which
/// the journal takes off, and has no time, which the journal adds.
/// </summary>
/// <param name="forJournal">Whether standard output goes to the system's journal.</param>
internal sealed class ConsoleFormat(bool forJournal) : ITextFormatter
{
    /// <summary>Whether systemd has connected standard output to its journal (systemd.exec(5)).</summary>
    public static bool GoesToJournal => Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 };

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        var begin = forJournal
            ? $"<{Priority(logEvent.Level)}>"
            : string.Create(CultureInfo.InvariantCulture, $"{logEvent.Timestamp.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {LogFormat.Word(logEvent.Level)} ");
        var text = LogFormat.TextOf(logEvent) + (logEvent.Exception is { } exception ? "\n" + exception : "");
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n')) output.Write(begin + line + "\n");
    }

    private static int Priority(LogEventLevel level) => level switch
    {
        LogEventLevel.Fatal => 2,
        LogEventLevel.Error => 3,
        LogEventLevel.Warning => 4,
        LogEventLevel.Information => 6,
        _ => 7,
    };
}
