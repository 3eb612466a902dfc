// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.CmsisDap.Commands;

/// <summary>DAP_HostStatus: the lamp of the probe that says a host is connected.</summary>
/// <param name="connected">Lamp on.</param>
internal sealed class HostStatusCommand(bool connected) : StatusCommand
{
    private const byte ConnectLamp = 0;

    /// <inheritdoc/>
    public override byte Id => CommandId.HostStatus;

    /// <inheritdoc/>
    public override int Write(Span<byte> packet)
    {
        packet[0] = Id;
        packet[1] = ConnectLamp;
        packet[2] = (byte)(connected ? 1 : 0);
        return 3;
    }
}
