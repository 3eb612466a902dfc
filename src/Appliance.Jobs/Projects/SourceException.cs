// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>A folder or an archive, or one file in it, was refused or could not be read.</summary>
internal sealed class SourceException(ProblemCode code, string message, Exception? inner = null) : IOException(message, inner)
{
    public ProblemCode Code { get; } = code;
}
