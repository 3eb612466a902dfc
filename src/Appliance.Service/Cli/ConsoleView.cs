// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Running;
using Spectre.Console;

namespace Appliance.Service.Cli;

/// <summary>A job as it runs, on a terminal or in a log: one line a stage, a moving bar where somebody looks on.</summary>
internal sealed class ConsoleView(IAnsiConsole console)
{
    private const int BarWidth = 32;
    private const int LogWidth = 4096;
    private bool _barShown;

    /// <summary>Makes a view on standard output, or on standard error where standard output belongs to JSON.</summary>
    public static ConsoleView Create(bool onError)
    {
        var redirected = onError ? Console.IsErrorRedirected : Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(onError ? Console.Error : Console.Out),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected) console.Profile.Width = LogWidth;
        return new ConsoleView(console);
    }

    /// <summary>Takes one event of the job.</summary>
    public void Take(JobEvent happened)
    {
        switch (happened)
        {
            case JobStarted job:
                Line(job.Project.Length == 0
                    ? $"[bold]No usable project[/]   record {Safe(job.RecordId)}"
                    : $"[bold]{Safe(job.Project)} {Safe(job.Revision)}[/] → {Safe(job.Target)}   record {Safe(job.RecordId)}");
                break;
            case StageProgress progress when console.Profile.Capabilities.Interactive:
                Bar(progress);
                break;
            case StageFinished { Skipped.Length: > 0 } stage:
                Line($"  [grey]–[/] {Name(stage.Stage),-9} {Time(stage.Elapsed),11}  {Safe(stage.Skipped)}");
                break;
            case StageFinished stage:
                Line($"  [green]✓[/] {Name(stage.Stage),-9} {Time(stage.Elapsed),11}");
                break;
            case StageFailed failed:
                Line($"  [red]✗[/] {Name(failed.Stage)}");
                break;
            case WarningRaised raised:
                Line($"  [yellow]![/] {Safe(raised.Warning.Code)}: {Safe(raised.Warning.Text)}");
                break;
            case Retrying again:
                Line($"  [yellow]↻[/] attempt {again.Attempt}, because of {again.Because.Entry.Code} {again.Because.Entry.Cause}: {Safe(again.Because.Details)}");
                break;
            case JobFinished over:
                Verdict(over.Outcome);
                break;
        }
    }

    private void Verdict(JobOutcome outcome)
    {
        if (outcome.Error is not { } error)
        {
            var evidence = outcome.Evidence!;
            Line($"[black on green] PASS [/] {evidence.Method} of {Number(evidence.Bytes)} bytes, CRC-32 {evidence.Crc32:x8}, {Target(outcome)}");
            return;
        }

        Line($"[white on red] FAIL [/] {error.Entry.Code} {error.Entry.Cause}: {Safe(error.Entry.Text)}");
        if (error.Details.Length > 0) Line($"       {Safe(error.Details.Replace("\n", "\n       ", StringComparison.Ordinal))}");
        if (error.Expected.Length > 0) Line($"       expected {Safe(error.Expected)}");
        if (error.Actual.Length > 0) Line($"       seen     {Safe(error.Actual)}");
        Line($"       [bold]next: {Safe(error.Entry.Action)}[/]");
    }

    private static string Target(JobOutcome outcome)
    {
        var seconds = outcome.TargetTime is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.000} s") : "unknown time";
        var clock = outcome.Probe?.Hertz is { } hertz ? string.Create(CultureInfo.InvariantCulture, $" at {hertz / 1e6:0.###} MHz") : "";
        return $"{seconds}{clock}{(outcome.Simulated ? ", simulated" : "")}";
    }

    private void Bar(StageProgress progress)
    {
        var filled = (int)(BarWidth * progress.Done / Math.Max(1, progress.Total));
        console.Write($"\r  … {Name(progress.Stage),-9} {new string('█', filled)}{new string('░', BarWidth - filled)} {100 * progress.Done / Math.Max(1, progress.Total),3} %");
        _barShown = true;
    }

    private void Line(string markup)
    {
        if (_barShown) console.Write($"\r{new string(' ', BarWidth + 24)}\r");
        _barShown = false;
        console.MarkupLine(markup);
    }

    private static string Safe(string text) => Markup.Escape(text);

    private static string Name(JobStage stage) => stage.ToString().ToLowerInvariant();

    private static string Time(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms");

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
