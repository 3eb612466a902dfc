// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes;

/// <summary>Why a DP or AP transfer could not be done.</summary>
public enum DapFault
{
    /// <summary>Nobody drove the acknowledge: ACK read as 0b111.</summary>
    NoAnswer,

    /// <summary>SWDIO reads low while the host drives it high, or in every bit of the acknowledge.</summary>
    StuckLow,

    /// <summary>SWDIO reads high while the host drives it low.</summary>
    StuckHigh,

    /// <summary>nRESET is low although nobody here pulls it.</summary>
    ResetStuckLow,

    /// <summary>The target said WAIT until the deadline.</summary>
    WaitForever,

    /// <summary>The target said FAULT; <see cref="DapException.CtrlStat"/> holds the sticky flags.</summary>
    Fault,

    /// <summary>Parity stayed wrong after every retry.</summary>
    Parity,

    /// <summary>An acknowledge that is none of OK, WAIT and FAULT, again after line resets.</summary>
    Protocol,

    /// <summary>The DP answered but with what no DP may answer (DPIDR 0, or another DPIDR than before).</summary>
    Identity,

    /// <summary>A power-up request was not acknowledged.</summary>
    PowerUp,

    /// <summary>The target lost its state on the way: it was reset or lost power.</summary>
    Lost,
}

/// <summary>A DP or AP transfer failed. Tells "the target refused" (<see cref="DapFault.Fault"/>, <see cref="DapFault.WaitForever"/>)
/// from "the target could not be reached" (all others).</summary>
public sealed class DapException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">The cause.</param>
    /// <param name="access">The access that failed, for example <c>AP0 DRW write</c> or <c>DPIDR read</c>.</param>
    /// <param name="message">Facts in words.</param>
    /// <param name="ctrlStat">CTRL/STAT where it could be read.</param>
    /// <param name="inner">The error below.</param>
    public DapException(DapFault fault, string access, string message, uint? ctrlStat = null, Exception? inner = null)
        : base(message, inner)
    {
        Fault = fault;
        Access = access;
        CtrlStat = ctrlStat;
    }

    /// <summary>The cause.</summary>
    public DapFault Fault { get; }

    /// <summary>The access that failed.</summary>
    public string Access { get; }

    /// <summary>CTRL/STAT at the time of a FAULT, before its flags were cleared.</summary>
    public uint? CtrlStat { get; }

    /// <summary>In a block: how many words are known to have been done before the failure.</summary>
    public int? Done { get; init; }

    /// <summary>Nobody knows whether the access that failed was taken by the target. It must not be repeated blindly.</summary>
    public bool Uncertain { get; init; }

    /// <summary>The target answered and refused; false: it could not be reached.</summary>
    public bool TargetRefused => Fault is DapFault.Fault or DapFault.WaitForever;
}
