// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.CmsisDap.Commands;

/// <summary>DAP_SWD_Configure: turnaround of one cycle, no data phase after WAIT and FAULT.</summary>
internal sealed class SwdConfigureCommand : StatusCommand
{
    /// <inheritdoc/>
    public override byte Id => CommandId.SwdConfigure;

    /// <inheritdoc/>
    public override int Write(Span<byte> packet)
    {
        packet[0] = Id;
        packet[1] = 0;
        return 2;
    }
}
