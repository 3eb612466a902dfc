// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Probes.CmsisDap.Commands;

/// <summary>DAP_SWJ_Clock: the fastest SWCLK wanted. The probe does not say what it really uses.</summary>
/// <param name="hertz">In hertz, above 0.</param>
internal sealed class SwjClockCommand(int hertz) : StatusCommand
{
    /// <inheritdoc/>
    public override byte Id => CommandId.SwjClock;

    /// <inheritdoc/>
    public override int Write(Span<byte> packet)
    {
        packet[0] = Id;
        BinaryPrimitives.WriteUInt32LittleEndian(packet[1..], (uint)hertz);
        return 5;
    }
}
