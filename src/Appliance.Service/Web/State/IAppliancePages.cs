// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Service.Web.State;

/// <summary>What there is to know of the appliance itself.</summary>
/// <param name="Name">Its name in records.</param>
/// <param name="Software">Version of this program.</param>
/// <param name="Disk">Room of the disk the records are on; null where it cannot be asked.</param>
/// <param name="Index">How far the index of the records is, in a sentence.</param>
/// <param name="Parts">Parts of the panel.</param>
/// <param name="Troubles">What is wrong, in sentences.</param>
/// <param name="Network">How the network reaches the pages; null where it does not.</param>
internal sealed record ApplianceView(
    string Name, string Software, DiskView? Disk, string Index, IReadOnlyList<PartView> Parts, IReadOnlyList<string> Troubles, NetworkView? Network);

/// <summary>Room on a disk, in bytes.</summary>
internal sealed record DiskView(long Free, long Total, int WarnPercent);

/// <summary>A part of the panel, and where it is wired; empty where it is not.</summary>
internal sealed record PartView(string Name, string Where);

/// <summary>How the appliance proves itself to the network.</summary>
internal sealed record NetworkView(int Port, IReadOnlyList<string> Names, string Fingerprint, DateTimeOffset Until);

/// <summary>The appliance itself, as the pages show it. Any thread may ask.</summary>
internal interface IAppliancePages
{
    /// <summary>How it is now.</summary>
    ApplianceView Look();
}
