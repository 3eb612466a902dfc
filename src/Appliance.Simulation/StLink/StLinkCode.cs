// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.StLink;

/// <summary>Status bytes the simulated firmware answers with. ST publishes no list; these are the numbers OpenOCD, pyOCD and probe-rs agree on.</summary>
internal static class StLinkCode
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
