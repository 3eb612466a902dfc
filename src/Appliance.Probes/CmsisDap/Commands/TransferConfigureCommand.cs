// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Probes.CmsisDap.Commands;

/// <summary>DAP_TransferConfigure: how the probe does transfers. Value matches are not used, so they are not retried.</summary>
/// <param name="idleCycles">Idle cycles after each transfer.</param>
/// <param name="waitRetries">How often a transfer answered by WAIT is done again.</param>
internal sealed class TransferConfigureCommand(byte idleCycles, ushort waitRetries) : StatusCommand
{
    /// <inheritdoc/>
    public override byte Id => CommandId.TransferConfigure;

    /// <inheritdoc/>
    public override int Write(Span<byte> packet)
    {
        packet[0] = Id;
        packet[1] = idleCycles;
        BinaryPrimitives.WriteUInt16LittleEndian(packet[2..], waitRetries);
        BinaryPrimitives.WriteUInt16LittleEndian(packet[4..], 0);
        return 6;
    }
}
