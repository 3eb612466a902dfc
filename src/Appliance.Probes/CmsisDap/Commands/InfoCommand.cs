// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Text;

namespace Appliance.Probes.CmsisDap.Commands;

/// <summary>DAP_Info: one thing the probe says of itself.</summary>
/// <param name="id">Which, of <see cref="InfoId"/>.</param>
internal sealed class InfoCommand(byte id) : ICommand<InfoAnswer>
{
    /// <inheritdoc/>
    public byte Id => CommandId.Info;

    /// <inheritdoc/>
    public int Write(Span<byte> packet)
    {
        packet[0] = Id;
        packet[1] = id;
        return 2;
    }

    /// <inheritdoc/>
    public InfoAnswer Read(ReadOnlySpan<byte> answer)
    {
        BadAnswerException.ThrowIfShort(answer, 1);
        BadAnswerException.ThrowIfShort(answer, 1 + answer[0]);
        return new InfoAnswer(answer.Slice(1, answer[0]).ToArray());
    }
}

/// <summary>The bytes of a DAP_Info answer; empty where the probe does not say.</summary>
/// <param name="Bytes">Without the length byte.</param>
internal readonly record struct InfoAnswer(byte[] Bytes)
{
    /// <summary>A text, which ends with a zero byte.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes).TrimEnd('\0');

    /// <summary>A number of one or two bytes; null where there is none.</summary>
    public int? Number => Bytes.Length switch
    {
        1 => Bytes[0],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(Bytes),
        _ => null,
    };
}

/// <summary>What DAP_Info can be asked for.</summary>
internal static class InfoId
{
    public const byte ProtocolVersion = 0x04;
    public const byte ProductFirmware = 0x09;
    public const byte Capabilities = 0xF0;
    public const byte PacketCount = 0xFE;
    public const byte PacketSize = 0xFF;

    /// <summary>Bit of the first byte of the capabilities: serial wire.</summary>
    public const byte SwdCapability = 0x01;

    /// <summary>The same: JTAG.</summary>
    public const byte JtagCapability = 0x02;
}
