// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;

namespace Appliance.Jobs.Running;

/// <summary>Passes progress on, at most a hundred times a stage.</summary>
internal sealed class ProgressRelay(JobStage stage, long total, Action<JobEvent> report) : IProgress<long>
{
    private long _percent = -1;

    public void Report(long value)
    {
        var percent = total > 0 ? Math.Min(100, value * 100 / total) : 100;
        if (percent == _percent) return;
        _percent = percent;
        report(new StageProgress(stage, Math.Min(value, total), total));
    }
}
