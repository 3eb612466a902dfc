// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;

namespace Appliance.Jobs.Running;

/// <summary>The project that PROG replays.</summary>
public interface IActiveProject
{
    /// <summary>The checked project.</summary>
    /// <exception cref="JobFailure">There is none, or it cannot be used; the cause says which.</exception>
    PreparedJob Prepare();
}
