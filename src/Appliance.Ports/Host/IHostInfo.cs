// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Host;

/// <summary>How far the machine's wall clock can be trusted.</summary>
public enum ClockQuality
{
    /// <summary>Nobody set it since boot: a Pi without a real-time clock and without network.</summary>
    Unset,

    /// <summary>It has a plausible date but is not disciplined by a time server now.</summary>
    FreeRunning,

    /// <summary>The kernel says it is synchronised.</summary>
    Synchronised,
}

/// <summary>Facts about the machine the appliance runs on.</summary>
public interface IHostInfo
{
    /// <summary>Name of this appliance in records; the host name unless configured.</summary>
    string ApplianceName { get; }

    /// <summary>Identifies this boot of the machine: another value after each restart, the same for all processes of one boot.</summary>
    string BootId { get; }

    /// <summary>How good the wall clock is at this moment.</summary>
    ClockQuality ClockQuality { get; }
}
