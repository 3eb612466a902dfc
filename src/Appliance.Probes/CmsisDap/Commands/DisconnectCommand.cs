// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.CmsisDap.Commands;

/// <summary>DAP_Disconnect: all pins are released.</summary>
internal sealed class DisconnectCommand : StatusCommand
{
    /// <inheritdoc/>
    public override byte Id => CommandId.Disconnect;

    /// <inheritdoc/>
    public override int Write(Span<byte> packet)
    {
        packet[0] = Id;
        return 1;
    }
}
