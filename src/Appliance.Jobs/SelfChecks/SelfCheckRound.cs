// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Jobs.SelfChecks;

/// <summary>Runs all checks side by side. A check that throws or does not end is a failure of its own and keeps nobody waiting.</summary>
public static class SelfCheckRound
{
    /// <summary>Longest time a check may take: a slow SD card stalls for seconds now and then.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Runs the checks.</summary>
    /// <returns>One report a check, in their order.</returns>
    public static async Task<IReadOnlyList<SelfCheckReport>> Run(IEnumerable<ISelfCheck> checks, TimeProvider time, CancellationToken cancel) =>
        await Task.WhenAll(checks.Select(check => Report(check, time, cancel)));

    private static async Task<SelfCheckReport> Report(ISelfCheck check, TimeProvider time, CancellationToken cancel) =>
        new(check.Name, check.MustHave, await Find(check, time, cancel));

    private static async Task<SelfCheckFinding> Find(ISelfCheck check, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            return await Task.Run(() => check.Look(cancel), CancellationToken.None).WaitAsync(Limit, time, cancel);
        }
        catch (TimeoutException)
        {
            var seen = string.Create(CultureInfo.InvariantCulture, $"The check did not end within {Limit.TotalSeconds:0} s.");
            return SelfCheckFinding.Fail(seen, "Start the appliance again. If it happens again, call the line engineer.");
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            return SelfCheckFinding.Fail($"The check itself failed: {broken.Message}", "Call the line engineer.");
        }
    }
}
