// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.CmsisDap.Commands;

/// <summary>DAP_Connect: the pins become outputs. It also releases nRESET.</summary>
/// <param name="port"><see cref="SerialWire"/> or <see cref="Jtag"/>.</param>
internal sealed class ConnectCommand(byte port) : ICommand<bool>
{
    public const byte SerialWire = 1, Jtag = 2;

    /// <inheritdoc/>
    public byte Id => CommandId.Connect;

    /// <inheritdoc/>
    public int Write(Span<byte> packet)
    {
        packet[0] = Id;
        packet[1] = port;
        return 2;
    }

    /// <summary>Whether the port asked for was taken; 0 is the probe's no.</summary>
    public bool Read(ReadOnlySpan<byte> answer)
    {
        BadAnswerException.ThrowIfShort(answer, 1);
        return answer[0] == port;
    }
}
