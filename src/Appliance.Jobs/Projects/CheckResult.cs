// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Running;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>Either a job that is ready for a board, or every mistake found.</summary>
public sealed class CheckResult
{
    internal CheckResult(PreparedJob? job, IReadOnlyList<Problem> problems)
    {
        if (job is null == (problems.Count == 0))
            throw new ArgumentException("A job or problems, never both and never neither.", nameof(problems));
        (Job, Problems) = (job, problems);
    }

    /// <summary>The job with its image and plan, or null when there are <see cref="Problems"/>.</summary>
    public PreparedJob? Job { get; }

    /// <summary>All mistakes; empty when there is a job.</summary>
    public IReadOnlyList<Problem> Problems { get; }
}
