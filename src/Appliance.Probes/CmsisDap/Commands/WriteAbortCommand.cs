// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Probes.CmsisDap.Commands;

/// <summary>DAP_WriteABORT: a write of DP ABORT. Its status does not tell whether the target took it.</summary>
/// <param name="value">The word, of <see cref="DpAbort"/>.</param>
internal sealed class WriteAbortCommand(uint value) : StatusCommand
{
    private const byte TargetOfSwd = 0;

    /// <inheritdoc/>
    public override byte Id => CommandId.WriteAbort;

    /// <inheritdoc/>
    public override int Write(Span<byte> packet)
    {
        packet[0] = Id;
        packet[1] = TargetOfSwd;
        BinaryPrimitives.WriteUInt32LittleEndian(packet[2..], value);
        return 6;
    }
}
