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

    /// <summary>The status in words (STM32CubeWB, <c>shci.h</c>, <c>SHCI_CmdStatus_t</c>).</summary>
    public string StatusText => Status switch
    {
        0x00 => "done",
        0x01 => "not done",
        0x11 => "this part has no such feature",
        0x12 or 0x42 => "wrong parameters",
        0xFF => "the stack answers, FUS does not run",
        _ => $"0x{Status:X2}",
    };

    /// <summary>Reads an answer; null where it is none, or is cut off.</summary>
    public static FusReply? TryRead(ReadOnlySpan<byte> bytes) => LengthOf(bytes) is { } length && bytes.Length >= length
        ? new FusReply(BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]), bytes[6], bytes[HeadBytes..length].ToArray())
        : null;
}
