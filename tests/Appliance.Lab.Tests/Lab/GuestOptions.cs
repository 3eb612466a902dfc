// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Lab.Tests.Lab;

/// <summary>How a guest is made.</summary>
public sealed record GuestOptions
{
    /// <summary>Megabytes of memory.</summary>
    public int Memory { get; init; } = 1536;

    /// <summary>Empty disks beside the root disk: <c>/dev/disk/by-id/virtio-NAME</c>.</summary>
    public IReadOnlyList<GuestDisk> Disks { get; init; } = [];

    /// <summary>TCP ports of the guest (10.0.2.15) that this machine reaches: see <see cref="Guest.PortOf"/>.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>
    /// Whether a flush in the guest reaches the disk of this machine before it is answered. Needed where <see cref="Guest.PowerCut"/> is used:
    /// what was flushed is kept then, what was not may be lost. Elsewhere it only costs time.
    /// </summary>
    public bool Durable { get; init; }
}

/// <summary>An empty disk.</summary>
/// <param name="Name">At most 20 letters and digits.</param>
/// <param name="Megabytes">Its size.</param>
public sealed record GuestDisk(string Name, int Megabytes);
