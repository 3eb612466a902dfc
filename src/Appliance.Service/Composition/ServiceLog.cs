// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Running;
using Serilog;
using Serilog.Extensions.Logging;
using ILogger = Microsoft.Extensions.Logging.ILogger;

namespace Appliance.Service.Composition;

/// <summary>
/// The service log: one line a stage, with the job's record id. As text with priorities to standard output for the system's journal, and as JSON Lines
/// to a capped rolling file, which <see cref="LogFiles"/> shows on the page.
/// </summary>
internal sealed partial class ServiceLog : IDisposable
{
    private const long FileBytes = 4 << 20;
    private const int Files = 4;

    private readonly Serilog.Core.Logger _serilog;
    private readonly SerilogLoggerFactory _factory;
    private readonly ILogger _log;
    private string _record = "";

    /// <summary>Opens the log.</summary>
    /// <param name="folder">Folder of the rolling file.</param>
    public ServiceLog(string folder)
    {
        _serilog = new LoggerConfiguration()
            .WriteTo.Console(new ConsoleFormat(ConsoleFormat.GoesToJournal))
            .WriteTo.File(
                new LogFormat(), System.IO.Path.Combine(folder, "appliance.log"), fileSizeLimitBytes: FileBytes, rollOnFileSizeLimit: true,
                retainedFileCountLimit: Files)
            .CreateLogger();
        _factory = new SerilogLoggerFactory(_serilog);
        _log = _factory.CreateLogger("appliance");
    }

    /// <summary>Writes the events of all jobs of a station from now on.</summary>
    public void Follow(IStation station) => station.JobEvent += Take;

    /// <summary>The service serves.</summary>
    public void Ready(string probe, Uri? page) => LogReady(_log, probe, page);

    /// <summary>Something that happened.</summary>
    public void Note(string what) => LogNote(_log, what);

    /// <summary>Something the engineer should know.</summary>
    public void Trouble(string what) => LogTrouble(_log, what);

    /// <inheritdoc/>
    public void Dispose()
    {
        _factory.Dispose();
        _serilog.Dispose();
    }

    private void Take(JobEvent happened)
    {
        switch (happened)
        {
            case JobStarted job:
                _record = job.RecordId;
                LogStarted(_log, job.RecordId, job.Project, job.Revision, job.Target);
                break;
            case StageFinished stage:
                LogStage(_log, _record, Word(stage.Stage), stage.Elapsed.TotalMilliseconds);
                break;
            case WarningRaised raised:
                LogWarning(_log, _record, raised.Warning.Code, raised.Warning.Text);
                break;
            case Retrying again:
                LogRetry(_log, _record, again.Attempt, again.Because.Entry.Code, again.Because.Entry.Cause, again.Because.Details);
                break;
            case JobFinished { Outcome.Error: { } error }:
                LogFail(_log, _record, error.Entry.Code, error.Entry.Cause, Word(error.Stage), error.Expected, error.Actual, error.Details);
                break;
            case JobFinished { Outcome: var good }:
                LogPass(_log, _record, good.Evidence!.Method, good.Evidence.Bytes, good.Evidence.Crc32.ToString("x8", CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string Word(JobStage stage) => stage.ToString().ToLowerInvariant();

    [LoggerMessage(1, LogLevel.Information, "ready on probe {Probe}, page {Page}")]
    private static partial void LogReady(ILogger log, string probe, Uri? page);

    [LoggerMessage(2, LogLevel.Warning, "{What}")]
    private static partial void LogTrouble(ILogger log, string what);

    [LoggerMessage(3, LogLevel.Information, "{What}")]
    private static partial void LogNote(ILogger log, string what);

    [LoggerMessage(10, LogLevel.Information, "job {Record} started: {Project} {Revision} on {Target}")]
    private static partial void LogStarted(ILogger log, string record, string project, string revision, string target);

    [LoggerMessage(11, LogLevel.Information, "job {Record} stage {Stage} done in {Milliseconds:0.0} ms")]
    private static partial void LogStage(ILogger log, string record, string stage, double milliseconds);

    [LoggerMessage(12, LogLevel.Warning, "job {Record} {Code}: {Text}")]
    private static partial void LogWarning(ILogger log, string record, string code, string text);

    [LoggerMessage(13, LogLevel.Warning, "job {Record} attempt {Attempt} because of {Code} {Cause}: {Details}")]
    private static partial void LogRetry(ILogger log, string record, int attempt, string code, string cause, string details);

    [LoggerMessage(14, LogLevel.Information, "job {Record} PASS: {Method} of {Bytes} bytes, CRC-32 {Crc32}")]
    private static partial void LogPass(ILogger log, string record, string method, long bytes, string crc32);

    [LoggerMessage(15, LogLevel.Error, "job {Record} FAIL {Code} {Cause} in stage {Stage}: expected {Expected}, seen {Actual}. {Details}")]
    private static partial void LogFail(
        ILogger log, string record, string code, string cause, string stage, string expected, string actual, string details);
}
