// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Appliance.Jobs.Outcomes;

namespace Appliance.Service.Cli;

/// <summary>The JSON object of <c>demo --json</c> and <c>run --json</c>.</summary>
internal static class OutcomeJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Render(JobOutcome outcome) => Object(outcome).ToJsonString(Indented);

    private static JsonObject Object(JobOutcome outcome) => new()
    {
        ["verdict"] = outcome.Verdict == Verdict.Pass ? "PASS" : "FAIL",
        ["project"] = Known(outcome.Project),
        ["revision"] = Known(outcome.Revision),
        ["target"] = Known(outcome.Target),
        ["simulated"] = outcome.Simulated,
        ["record"] = Known(outcome.RecordId),
        ["serial"] = Known(outcome.Serial),
        ["stages"] = new JsonArray([.. outcome.Stages.Select(Stage)]),
        ["verify"] = Evidence(outcome),
        ["warnings"] = new JsonArray([.. outcome.Warnings.Select(warning => (JsonNode)new JsonObject { ["code"] = warning.Code, ["text"] = warning.Text })]),
        ["swclkCycles"] = outcome.Probe?.Cycles,
        ["virtualSeconds"] = outcome.Probe is { VirtualTime: true } ? outcome.TargetTime?.TotalSeconds : null,
        ["error"] = Error(outcome.Error),
    };

    private static string? Known(string text) => text.Length == 0 ? null : text;

    private static JsonNode Stage(StageTime stage) => new JsonObject
    {
        ["name"] = stage.Stage.ToString().ToLowerInvariant(),
        ["ms"] = Math.Round(stage.Elapsed.TotalMilliseconds, 3),
        ["note"] = Known(stage.Note),
    };

    private static JsonObject? Evidence(JobOutcome outcome) => outcome.Evidence is not { } evidence ? null : new JsonObject
    {
        ["method"] = evidence.Method,
        ["bytes"] = evidence.Bytes,
        ["crc32"] = evidence.Crc32.ToString("x8", CultureInfo.InvariantCulture),
    };

    private static JsonObject? Error(JobError? error) => error is null ? null : new JsonObject
    {
        ["code"] = error.Entry.Code,
        ["stage"] = error.Stage.ToString().ToLowerInvariant(),
        ["cause"] = error.Entry.Cause,
        ["expected"] = Known(error.Expected),
        ["actual"] = Known(error.Actual),
        ["action"] = error.Entry.Action,
    };
}
