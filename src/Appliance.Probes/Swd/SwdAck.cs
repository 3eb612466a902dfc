// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Swd;

/// <summary>The three acknowledge bits, first bit in bit 0 (ARM IHI 0031, chapter B4). Every value not named is a protocol error.</summary>
public enum SwdAck : byte
{
    /// <summary>Read as low three times: nothing an SWD target sends.</summary>
    Low = 0,

    /// <summary>Accepted.</summary>
    Ok = 1,

    /// <summary>Not accepted; ask again.</summary>
    Wait = 2,

    /// <summary>Not accepted: a sticky flag is set.</summary>
    Fault = 4,

    /// <summary>Nobody drove the line and its pull-up won.</summary>
    Nobody = 7,
}
