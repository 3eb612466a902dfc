// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Projects;

/// <summary>How the connection to the target is made.</summary>
public enum ConnectPolicy
{
    /// <summary>The ladder: normal, then under reset, then slower clocks.</summary>
    Auto,

    /// <summary>Never touches nRESET.</summary>
    Normal,

    /// <summary>With nRESET held low from the start.</summary>
    UnderReset,
}
