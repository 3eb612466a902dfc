// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.SelfChecks;

namespace Appliance.Service.Web;

/// <summary>Answer of <c>GET /api/selfchecks</c> and of <c>selfcheck --json</c>.</summary>
/// <param name="Worst">How the worst check ended.</param>
/// <param name="Checks">All of them; none while they run.</param>
internal sealed record SelfChecksView(SelfCheckState Worst, IReadOnlyList<SelfCheckView> Checks)
{
    public static SelfChecksView Of(IReadOnlyList<SelfCheckReport> reports) => new(
        reports.Select(report => report.Finding.State).DefaultIfEmpty().Max(),
        [.. reports.Select(report => new SelfCheckView(report.Name, report.Finding.State, report.MustHave, report.Finding.Seen, report.Finding.Action))]);
}

/// <summary>One check.</summary>
internal sealed record SelfCheckView(string Name, SelfCheckState State, bool MustHave, string Seen, string Action);
