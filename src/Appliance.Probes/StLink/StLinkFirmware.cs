// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.StLink;

/// <summary>
/// What a firmware can do. The gates are those of OpenOCD (<c>stlink_usb.c</c>), compared with pyOCD (<c>stlink.py</c>) and probe-rs
/// (<c>stlink/mod.rs</c>); ST publishes release notes without them.
/// </summary>
/// <param name="Version">The version found.</param>
public sealed record StLinkFirmware(StLinkVersion Version)
{
    private const int OldestSecond = 24;
    private const int OldestThird = 3;

    /// <summary>Memory in half-words (47, 48).</summary>
    public bool HalfWords => From(26, 0);

    /// <summary>An AP must be opened before its registers are touched (4B), and closed (4C).</summary>
    public bool OpensAccessPorts => From(28, 0);

    /// <summary>Closing an AP is answered truthfully; before, the status is to be ignored.</summary>
    public bool ClosesAccessPorts => From(29, 0);

    /// <summary>DPBANKSEL within a register access, and an AP number within a memory access.</summary>
    public bool Banks => From(32, 2);

    /// <summary>Over JTAG a read of a DP register answers too early: RDBUFF has its value (OpenOCD, <c>STLINK_F_QUIRK_JTAG_DP_READ</c>).</summary>
    public bool ReadsDpLateOverJtag => !From(32, 0);

    /// <summary>Most bytes of an access in bytes (0C, 0D).</summary>
    public int LargestByteBlock => Version.Hardware >= 3 && Version.Debug >= 6 ? 512 : 64;

    /// <summary>Clock by a list in kHz (61, 62) and not by a delay count (43).</summary>
    public bool ListsClocks => Version.Hardware >= 3;

    /// <summary>Why this probe cannot be used, with the version found and what to do; null where it can.</summary>
    public string? Refusal => Version switch
    {
        { Hardware: < 2 } => $"this ST-LINK is a V1 ({Version}), which is not supported: use an ST-LINK/V2, V2-1 or V3",
        { Hardware: > 3 } => $"this ST-LINK says it is a V{Version.Hardware} ({Version}), which is not known here: update the appliance",
        { Debug: 0 } => $"this ST-LINK has firmware {Version} for STM8 only: load firmware with SWD by ST's updater (STSW-LINK007)",
        { Hardware: 2, Debug: < OldestSecond } => TooOld($"V2J{OldestSecond}"),
        { Hardware: 3, Debug: < OldestThird } => TooOld($"V3J{OldestThird}"),
        _ => null,
    };

    private bool From(int second, int third) => Version.Hardware >= 3 ? Version.Debug >= third : Version.Debug >= second;

    private string TooOld(string oldest) =>
        $"this ST-LINK has firmware {Version}, too old: {oldest} or later is needed; update it with ST's updater (STSW-LINK007)";
}
