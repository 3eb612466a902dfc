// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Probes;

/// <summary>
/// DP and AP registers of one target, and queued blocks of them: what every debug probe offers, whether it clocks the bits itself
/// (SWD, JTAG) or asks a probe's firmware to. Names follow ARM IHI 0031 (ADIv5).
/// </summary>
/// <remarks>
/// Life cycle: create → <see cref="Connect"/> (as often as needed) → registers → dispose (lines released).
/// The link answers WAIT by repeating until <see cref="WaitDeadline"/> and repairs what the standard lets it repair (a read with bad
/// parity); a FAULT has its sticky flags read and cleared before it is reported. It caches DP SELECT and forgets it when the target may have.
/// One thread at a time. Every method throws <see cref="DapException"/> when the transfer could not be done,
/// <see cref="WireException"/> when the wire itself failed and <see cref="OperationCanceledException"/> when <see cref="Cancel"/> asks to stop.
/// </remarks>
public interface IDapLink : IDisposable
{
    /// <summary>What the record calls this probe.</summary>
    string Name { get; }

    /// <summary>Features of the wire below, as far as the link passes them on.</summary>
    WireFeatures Features { get; }

    /// <summary>The clock of deadlines, flash and reset times.</summary>
    ITargetClock Clock { get; }

    /// <summary>SWCLK or TCK cycles so far; null where a probe's firmware gives them uncounted.</summary>
    long? Cycles { get; }

    /// <summary>How long a transfer may be answered by WAIT before it is given up. Default 1 s.</summary>
    TimeSpan WaitDeadline { get; set; }

    /// <summary>Looked at between batches; a cancelled token ends the current call within a few milliseconds.</summary>
    CancellationToken Cancel { get; set; }

    /// <summary>Counts of what went wrong and was repaired since <see cref="Connect"/>, for the record.</summary>
    DapStatistics Statistics { get; }

    /// <summary>One attempt to reach the DP: clock set, lines switched to the protocol, line reset, DPIDR read.</summary>
    /// <param name="hertz">Wanted SWCLK.</param>
    /// <returns>DPIDR, the way the DP was reached and the clock really used.</returns>
    DapIdentity Connect(int hertz);

    /// <summary>Reads a DP register. Never posted.</summary>
    uint ReadDp(DpRegister register);

    /// <summary>Writes a DP register.</summary>
    void WriteDp(DpRegister register, uint value);

    /// <summary>Reads an AP register; the value is that of this very access.</summary>
    /// <param name="ap">APSEL, 0 to 255.</param>
    /// <param name="register">Register address within the AP, a multiple of 4, 0x00 to 0xFC.</param>
    uint ReadAp(byte ap, byte register);

    /// <summary>Writes an AP register. May return before the AP has done it: see <see cref="Flush"/>.</summary>
    void WriteAp(byte ap, byte register, uint value);

    /// <summary>Reads the same AP register once for each word.</summary>
    void ReadApBlock(byte ap, byte register, Span<uint> values);

    /// <summary>Writes the same AP register once for each word. May return before the AP has done the last.</summary>
    void WriteApBlock(byte ap, byte register, ReadOnlySpan<uint> values);

    /// <summary>Returns when every write accepted so far has been done by the AP, or throws what became of it.</summary>
    void Flush();

    /// <summary>Pulls nRESET low or releases it.</summary>
    void DriveReset(bool low);

    /// <summary>Whether nRESET is low now.</summary>
    bool SampleReset();
}

/// <summary>What <see cref="IDapLink.Connect"/> found.</summary>
/// <param name="Dpidr">The DPIDR word.</param>
/// <param name="Path">How the DP was reached, for the record: <c>jtag-to-swd</c>, <c>dormant</c>, <c>line-reset</c>, <c>multidrop</c> …</param>
/// <param name="Hertz">SWCLK really used, 0 where unknown.</param>
public sealed record DapIdentity(uint Dpidr, string Path, int Hertz);

/// <summary>What was repaired on the way; all since the last connect.</summary>
/// <param name="Transfers">Transfers asked for.</param>
/// <param name="Waits">WAIT answers.</param>
/// <param name="ParityErrors">Reads repeated for a bad parity, and writes the target refused for one.</param>
/// <param name="Reconnects">Line resets needed after protocol errors.</param>
public readonly record struct DapStatistics(long Transfers, long Waits, long ParityErrors, long Reconnects);

/// <summary>DP registers (ARM IHI 0031, chapter B2). The value holds DPBANKSEL in bits 7:4 and A[3:2] in bits 3:2.</summary>
public enum DpRegister : byte
{
    /// <summary>Read: identification.</summary>
    Dpidr = 0x00,

    /// <summary>Write: abort and clear sticky flags.</summary>
    Abort = 0x01,

    /// <summary>Control and status.</summary>
    CtrlStat = 0x04,

    /// <summary>Data link control (turnaround).</summary>
    Dlcr = 0x14,

    /// <summary>Target identification, DPv2.</summary>
    TargetId = 0x24,

    /// <summary>Data link protocol identification, DPv2.</summary>
    Dlpidr = 0x34,

    /// <summary>Event status, DPv2.</summary>
    EventStat = 0x44,

    /// <summary>Write: AP and bank select.</summary>
    Select = 0x08,

    /// <summary>Read: the last AP read result again.</summary>
    Resend = 0x09,

    /// <summary>Read: result of the last AP read without starting another.</summary>
    Rdbuff = 0x0C,

    /// <summary>Write: multidrop target select, DPv2.</summary>
    TargetSel = 0x0D,
}
