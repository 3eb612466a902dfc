// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Swd;

/// <summary>The acknowledges of all lanes to one transfer, as masks. A lane in none of the three sent no acknowledge of the standard.</summary>
/// <param name="Ok">Lanes that accepted.</param>
/// <param name="Wait">Lanes that ask to be asked again.</param>
/// <param name="Fault">Lanes with a sticky flag.</param>
internal readonly record struct SwdAcks(uint Ok, uint Wait, uint Fault)
{
    /// <summary>From the three planes of an acknowledge.</summary>
    public static SwdAcks From(ReadOnlySpan<uint> planes) =>
        new(planes[0] & ~planes[1] & ~planes[2], ~planes[0] & planes[1] & ~planes[2], ~planes[0] & ~planes[1] & planes[2]);

    /// <summary>One lane's acknowledge.</summary>
    public static SwdAck Of(ReadOnlySpan<uint> planes, int lane) =>
        (SwdAck)(((planes[0] >> lane) & 1) | (((planes[1] >> lane) & 1) << 1) | (((planes[2] >> lane) & 1) << 2));
}
