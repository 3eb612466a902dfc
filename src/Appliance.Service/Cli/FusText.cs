// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Text.Json;
using Appliance.Flashing.Fus;
using Appliance.Flashing.Fus.Images;
using Appliance.Flashing.Fus.Operations;
using Appliance.Targets.Descriptions;

namespace Appliance.Service.Cli;

/// <summary>Situation, plan and steps of a coprocessor as people and programs read them.</summary>
internal static class FusText
{
    public static void Plan(TextWriter writer, FusPlan plan)
    {
        foreach (var refusal in plan.Refusals) writer.WriteLine($"refused: {refusal}");
        foreach (var warning in plan.Warnings) writer.WriteLine(warning);
        foreach (var (number, step) in plan.Steps.Index())
            writer.WriteLine($"{number + 1}. {step.Text}{Told("lost", step.Loses)}{(step.Final == FusFinal.None ? "" : "; cannot be taken back")}{Told("no way back from", step.NoWayBack)}");
    }

    public static string Done(FusStepDone step) =>
        string.Create(CultureInfo.InvariantCulture, $"done: {step.Step.Text}; {step.Elapsed.TotalSeconds:0.0} s, {step.Resets} resets{Told("told", step.Note)}");

    private static string Told(string what, string text) => text.Length == 0 ? "" : $"; {what}: {text}";

    public static string Situation(FusSituation situation, ChipDescription chip) => new StringBuilder()
        .AppendLine(CultureInfo.InvariantCulture, $"{chip.Name}: {(situation.StartsStack ? "the wireless stack starts" : "FUS starts")}")
        .AppendLine(CultureInfo.InvariantCulture, $"  FUS              {situation.Fus}")
        .AppendLine(CultureInfo.InvariantCulture, $"  wireless stack   {(situation.Stack is { } stack ? $"{stack}, {situation.StackPages} pages" : "none")}")
        .AppendLine(CultureInfo.InvariantCulture, $"  Safeboot         {situation.Info.Safeboot}")
        .AppendLine(CultureInfo.InvariantCulture, $"  secure boundary  page 0x{situation.Boundary:X2}")
        .AppendLine(CultureInfo.InvariantCulture, $"  state            {situation.Status?.ToString() ?? "FUS does not run"}")
        .AppendJoin("", Notes(situation, chip).Select(note => $"  {note}\n"))
        .ToString();

    private static IReadOnlyList<FusCause> Notes(FusSituation situation, ChipDescription chip) => FusDevice.Find(chip.Name) is { } device ? FusCause.Notes(situation, device) : [];

    public static string Json(FusSituation situation, ChipDescription chip, FusPlan plan, IReadOnlyList<FusStepDone> done) => JsonSerializer.Serialize(new
    {
        running = situation.StartsStack ? "stack" : "fus",
        fus = situation.Fus.ToString(),
        stack = situation.Stack?.ToString(),
        stackPages = situation.StackPages,
        safeboot = situation.Info.Safeboot.ToString(),
        sfsa = $"0x{situation.Boundary:X2}",
        sbrv = $"0x{situation.BootOffset / sizeof(uint):X5}",
        state = situation.Status?.State,
        error = situation.Status?.Error,
        notes = Notes(situation, chip).Select(note => new { note.Name, note.Text, note.Next }),
        plan = plan.Steps.Select(step => new { step.Text, step.Loses, irreversible = step.Final != FusFinal.None, step.NoWayBack }),
        refusals = plan.Refusals,
        done = done.Select(step => new { step = step.Step.Text, seconds = Math.Round(step.Elapsed.TotalSeconds, 3), resets = step.Resets, told = step.Note }),
    }, Web) + "\n";

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
}
