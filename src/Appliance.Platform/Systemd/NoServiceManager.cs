// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Host;

namespace Appliance.Platform.Systemd;

/// <summary>Nobody started this program who wants to hear from it: a person did, in a shell. Messages go nowhere, and nobody misses them.</summary>
public sealed class NoServiceManager : IServiceManager
{
    /// <summary>Nobody watches.</summary>
    public TimeSpan? WatchdogLimit => null;

    /// <inheritdoc/>
    public bool Ready(string status) => true;

    /// <inheritdoc/>
    public bool Status(string status) => true;

    /// <inheritdoc/>
    public bool Alive() => true;

    /// <inheritdoc/>
    public bool Stopping() => true;
}
