// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes.Swd;

namespace Appliance.Probes.CmsisDap.Commands;

/// <summary>DAP_SWJ_Sequence: bits on SWDIO, LSB of the first byte first.</summary>
/// <param name="bits">1 to 256 bits.</param>
internal sealed class SwjSequenceCommand(SwdBits bits) : StatusCommand
{
    /// <summary>Most bits of one command; its count byte is then 0.</summary>
    public const int Capacity = 256;

    /// <inheritdoc/>
    public override byte Id => CommandId.SwjSequence;

    /// <inheritdoc/>
    public override int Write(Span<byte> packet)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits.Count, Capacity);
        int bytes = (bits.Count + 7) / 8;
        packet[0] = Id;
        packet[1] = unchecked((byte)bits.Count);
        packet.Slice(2, bytes).Clear();
        for (int i = 0; i < bits.Count; i++)
        {
            if (bits.Levels[i]) packet[2 + (i / 8)] |= (byte)(1 << (i % 8));
        }

        return 2 + bytes;
    }
}
