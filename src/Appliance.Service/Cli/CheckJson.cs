// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Appliance.Flashing.Layout;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Serials;

namespace Appliance.Service.Cli;

/// <summary>The plan of a project, or every mistake in it, as one JSON object.</summary>
internal static class CheckJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Render(CheckResult result, SerialValue? next = null) => JsonSerializer.Serialize(View(result, next), Indented);

    /// <summary>The same, for the pages.</summary>
    public static object View(CheckResult result, SerialValue? next = null) => new
    {
        project = result.Job?.Project.Name,
        revision = result.Job?.Project.Revision,
        contentHash = result.Job?.Project.ContentHash,
        plan = result.Job is { } job ? Plan(job.Plan) : null,
        nextBoard = next is null ? null : new
        {
            serial = next.Text, ledger = result.Job!.Serials!.Ledger, limit = result.Job.Serials.Limit,
            patches = next.Patches.Select(patch => new { address = $"0x{patch.Address:x8}", bytes = patch.Bytes }),
        },
        problems = result.Problems.Select(problem => new
        {
            file = problem.File, line = problem.Line, column = problem.Column, code = problem.CodeText, message = problem.Message, suggestion = problem.Suggestion,
        }),
    };

    private static object Plan(FlashPlan plan) => new
    {
        target = plan.Target,
        erase = plan.Erase.ToString().ToLowerInvariant(),
        eraseReason = plan.EraseReason,
        sectors = plan.Sectors.Select(sector => new { address = $"0x{sector.Address:x8}", bytes = sector.Size }),
        writes = plan.Writes.Select(write => new { address = $"0x{write.Address:x8}", bytes = write.Length }),
        bytesInImage = plan.BytesInImage,
        bytesProgrammed = plan.BytesProgrammed,
        verify = plan.Verify.ToString().ToLowerInvariant(),
        expectedSeconds = plan.ExpectedTotal.TotalSeconds,
        loaders = plan.Loaders.Select(loader => new { file = loader.Loader.File, sha256 = loader.Loader.Sha256, device = loader.Loader.Device.Name, address = $"0x{loader.Loader.Device.Start:x8}", bytes = loader.Loader.Device.Size }),
    };
}
