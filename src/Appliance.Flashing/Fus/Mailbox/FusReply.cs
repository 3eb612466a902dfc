// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Flashing.Fus.Mailbox;

/// <summary>
/// The answer to a system command: 0x11 0x0E, length, number of commands, opcode, status, payload (STM32CubeWB, <c>tl.h</c>). It has no link header and
/// lies over the command. The number of commands is 0xFF or 1 and says nothing.
/// </summary>
/// <param name="Opcode">The command that is answered.</param>
/// <param name="Status">Its status; for FUS_GET_STATE the state.</param>
/// <param name="Payload">What follows; may be empty where a byte is documented.</param>
public sealed record FusReply(ushort Opcode, byte Status, IReadOnlyList<byte> Payload)
{
    /// <summary>Bytes up to the status.</summary>
    public const int HeadBytes = 7;

    /// <summary>Opcode in the answer to a command that is none.</summary>
    public const ushort IllFormed = 0x00FE;

    private const byte EventPacket = 0x11;
    private const byte CommandComplete = 0x0E;
    private const int CountedBeforePayload = 4;

    /// <summary>Bytes of the whole answer, as its head says; null where it is none.</summary>
    public static int? LengthOf(ReadOnlySpan<byte> head) =>
        head.Length >= HeadBytes && head[0] == EventPacket && head[1] == CommandComplete && head[2] >= CountedBeforePayload
            ? HeadBytes - CountedBeforePayload + head[2]
            : null;

    /// <summary>Reads an answer; null where it is none, or is cut off.</summary>
    public static FusReply? TryRead(ReadOnlySpan<byte> bytes) => LengthOf(bytes) is { } length && bytes.Length >= length
        ? new FusReply(BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]), bytes[6], bytes[HeadBytes..length].ToArray())
        : null;
}
