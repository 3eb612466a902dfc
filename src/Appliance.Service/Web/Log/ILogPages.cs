// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Service.Web.Log;

/// <summary>One line of the service log.</summary>
/// <param name="Time">When it was written.</param>
/// <param name="Level"><c>info</c>, <c>warning</c>, <c>error</c> and so on.</param>
/// <param name="Record">Id of the job's record; empty outside of a job.</param>
/// <param name="Text">What happened.</param>
internal sealed record LogLine(DateTimeOffset Time, string Level, string Record, string Text);

/// <summary>The service log as the pages show it.</summary>
internal interface ILogPages
{
    /// <summary>The newest lines that match, newest first.</summary>
    /// <param name="record">Only of this job; null for all.</param>
    /// <param name="troubleOnly">Only warnings and errors.</param>
    /// <param name="take">How many at most.</param>
    IReadOnlyList<LogLine> Newest(string? record, bool troubleOnly, int take);
}
