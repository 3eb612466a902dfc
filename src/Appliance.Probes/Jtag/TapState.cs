// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Jtag;

/// <summary>The states of a TAP that scans begin and end in (IEEE 1149.1, figure 6-1). Those between are passed through.</summary>
internal enum TapState
{
    /// <summary>Nobody knows; five cycles with TMS high lead to <see cref="TestLogicReset"/> from anywhere.</summary>
    Unknown,

    /// <summary>Test-Logic-Reset: IDCODE, or BYPASS where there is none, is the instruction.</summary>
    TestLogicReset,

    /// <summary>Run-Test/Idle.</summary>
    RunTestIdle,
}
