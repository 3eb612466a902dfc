// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Globalization;
using Appliance.Ports.Records;

namespace Appliance.Service.Cli;

/// <summary>The filters of <c>records list</c> and <c>records export</c>.</summary>
internal sealed class RecordFilterOptions
{
    private static readonly string[] Verdicts = ["PASS", "FAIL", "INTERRUPTED", "RUNNING"];

    private readonly Option<string?> _verdict = new("--verdict") { Description = "Only PASS, FAIL, INTERRUPTED or RUNNING.", HelpName = "VERDICT" };
    private readonly Option<string?> _project = new("--project") { Description = "Only of this project.", HelpName = "NAME" };
    private readonly Option<string?> _cause = new("--cause") { Description = "Only with this cause.", HelpName = "CAUSE" };
    private readonly Option<string?> _uniqueId = new("--unique-id") { Description = "Only of the board with this chip.", HelpName = "HEX" };
    private readonly Option<string?> _serial = new("--serial") { Description = "Only of the board with this serial.", HelpName = "SERIAL" };
    private readonly Option<string?> _from = new("--from") { Description = "Only begun at this time (UTC) or later.", HelpName = "TIME" };
    private readonly Option<string?> _until = new("--until") { Description = "Only begun before this time (UTC).", HelpName = "TIME" };

    public void AddTo(Command command)
    {
        foreach (var option in new[] { _verdict, _project, _cause, _uniqueId, _serial, _from, _until }) command.Add(option);
    }

    /// <exception cref="BadInputException">A verdict or a time is none.</exception>
    public RecordFilter Of(ParseResult parsed) => new(
        Verdict: Verdict(parsed.GetValue(_verdict)), Project: parsed.GetValue(_project), Cause: parsed.GetValue(_cause),
        UniqueId: parsed.GetValue(_uniqueId)?.ToLowerInvariant(), From: Time(parsed.GetValue(_from)), Until: Time(parsed.GetValue(_until)),
        Serial: parsed.GetValue(_serial));

    private static string? Verdict(string? text) => text is null || Verdicts.Contains(text.ToUpperInvariant())
        ? text?.ToUpperInvariant()
        : throw new BadInputException($"'{text}' is no verdict: {string.Join(", ", Verdicts)}.");

    private static DateTimeOffset? Time(string? text)
    {
        if (text is null) return null;
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new BadInputException($"'{text}' is no time such as 2026-03-01 or 2026-03-01T06:30:00Z.");
    }
}
