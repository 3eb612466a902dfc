// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.CmsisDap.Commands;

/// <summary>DAP_Connect to the serial wire: the pins become outputs. It also releases nRESET.</summary>
internal sealed class ConnectCommand : ICommand<bool>
{
    private const byte SerialWire = 1;

    /// <inheritdoc/>
    public byte Id => CommandId.Connect;

    /// <inheritdoc/>
    public int Write(Span<byte> packet)
    {
        packet[0] = Id;
        packet[1] = SerialWire;
        return 2;
    }

    /// <summary>Whether the port asked for was taken; 0 is the probe's no.</summary>
    public bool Read(ReadOnlySpan<byte> answer)
    {
        BadAnswerException.ThrowIfShort(answer, 1);
        return answer[0] == SerialWire;
    }
}
