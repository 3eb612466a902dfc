// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Probes;

/// <summary>How an access of a probe's firmware ended. The numbers are those an ST-LINK answers with: ST publishes no list, OpenOCD, pyOCD and probe-rs agree on them.</summary>
internal static class AccessCode
{
    public const byte Ok = 0x80;
    public const byte Refused = 0x81;
    public const byte NobodyThere = 0x09;
    public const byte ApWait = 0x10;
    public const byte ApFault = 0x11;
    public const byte ApError = 0x12;
    public const byte ApParity = 0x13;
    public const byte WriteData = 0x18;
    public const byte BadAp = 0x1D;

    /// <summary>The DP codes follow those of an AP in the same order.</summary>
    public const byte DpOffset = 0x04;
}
