// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Peers.Tests;

/// <summary>
/// A fact that needs programs nobody here wrote. Where one is missing the test is skipped and says which, except where peers are
/// required (CI=true or APPLIANCE_PEERS=required): there it runs, and <see cref="PeerProcess"/> fails it.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeerFactAttribute : FactAttribute
{
    public PeerFactAttribute(params string[] programs)
    {
        var missing = programs.Where(program => PeerProcess.Find(program) is null).ToArray();
        if (missing.Length > 0 && !PeerProcess.Required)
            Skip = $"not installed: {string.Join(", ", missing)}";
    }
}
