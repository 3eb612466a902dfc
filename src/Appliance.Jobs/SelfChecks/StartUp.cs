// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Host;

namespace Appliance.Jobs.SelfChecks;

/// <summary>The end of a start: checks, their consequences, and only then the word that the appliance is ready.</summary>
/// <param name="manager">Who is told.</param>
/// <param name="time">Appliance time.</param>
public sealed class StartUp(IServiceManager manager, TimeProvider time)
{
    private IReadOnlyList<SelfCheckReport> _reports = [];

    /// <summary>What the checks found; empty while they run.</summary>
    public IReadOnlyList<SelfCheckReport> Reports => Volatile.Read(ref _reports);

    /// <summary>Checks, then says ready.</summary>
    /// <param name="checks">The checks.</param>
    /// <param name="heed">Called with all reports before ready is said: shows what they found, and stops what must not start.</param>
    /// <param name="about">What the manager shows beside their tally, without a full stop.</param>
    /// <param name="cancel">Gives up; ready is not said.</param>
    public async Task Finish(IEnumerable<ISelfCheck> checks, Action<IReadOnlyList<SelfCheckReport>> heed, string about, CancellationToken cancel)
    {
        manager.Status("Self checks …");
        Volatile.Write(ref _reports, await SelfCheckRound.Run(checks, time, cancel));
        heed(Reports);
        manager.Ready($"{about}, self checks: {SelfCheckReport.Tally(Reports)}.");
    }
}
