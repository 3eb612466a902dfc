// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Ports.Wires;
using Appliance.Targets;

namespace Appliance.Flashing.Fus.Mailbox;

/// <summary>
/// Channel 2 of the mailbox between the cores, used from outside while the boot loader in ROM runs on the application core. Tables are found by their
/// pointers at each call: a reset may have moved or spoilt them.
/// </summary>
/// <param name="memory">Memory of the application core, which runs on.</param>
/// <param name="clock">Target time.</param>
internal sealed class FusMailbox(IMemory memory, ITargetClock clock)
{
    /// <summary>FUS answers within 2 ms while it is idle.</summary>
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(3);

    /// <summary>Pause between later looks.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private const byte CommandPacket = 0x10;
    private const int HeaderBytes = 8;
    private const int LongestPayload = 255;

    /// <summary>What runs on the coprocessor; null while it has not started, or its table is not filled in.</summary>
    public DeviceInfo? ReadInfo()
    {
        if ((memory.ReadWord(WbRegisters.PowerControl4) & WbRegisters.C2Boot) == 0 || Table(WbRegisters.SharedRam) is not { } at)
            return null;
        var table = new byte[DeviceInfo.Bytes];
        memory.Read(at, table);
        return DeviceInfo.TryRead(table);
    }

    /// <summary>FUS_GET_STATE.</summary>
    public FusStatus GetState(TimeSpan deadline, CancellationToken cancel)
    {
        var reply = Send(FusOpcode.GetState, [], deadline, cancel);
        return new FusStatus(reply.Status, reply.Payload.Count > 0 ? reply.Payload[0] : (byte)0);
    }

    /// <summary>Sends a command and waits for its answer.</summary>
    /// <exception cref="FusException"><see cref="FusFault.NoAnswer"/>: the channel stays busy, or what came is no answer.</exception>
    public FusReply Send(FusOpcode opcode, ReadOnlySpan<byte> payload, TimeSpan deadline, CancellationToken cancel)
    {
        var end = clock.Now + deadline;
        var buffer = Buffer();
        WaitFree(end, $"before 0x{(ushort)opcode:X4} was sent", cancel);
        memory.Write(buffer, Packet(opcode, payload));
        memory.WriteWord(WbRegisters.MailboxSet, WbRegisters.SendChannel2);
        memory.Flush();
        clock.Delay(FirstLook, cancel);
        WaitFree(end, $"after 0x{(ushort)opcode:X4} was sent", cancel);
        return Read(buffer, opcode);
    }

    private static byte[] Packet(FusOpcode opcode, ReadOnlySpan<byte> payload)
    {
        if (payload.Length > LongestPayload)
            throw new ArgumentException($"At most {LongestPayload} bytes.", nameof(payload));
        var packet = new byte[HeaderBytes + 4 + payload.Length];
        packet[HeaderBytes] = CommandPacket;
        BinaryPrimitives.WriteUInt16LittleEndian(packet.AsSpan(HeaderBytes + 1), (ushort)opcode);
        packet[HeaderBytes + 3] = (byte)payload.Length;
        payload.CopyTo(packet.AsSpan(HeaderBytes + 4));
        return packet;
    }

    private FusReply Read(uint buffer, FusOpcode opcode)
    {
        Span<byte> head = stackalloc byte[HeaderBytes];
        memory.Read(buffer, head);
        if (FusReply.LengthOf(head) is not { } length)
            throw NoAnswer($"What came back for 0x{(ushort)opcode:X4} is no answer.", "11 0E …", Convert.ToHexString(head));
        var whole = new byte[length];
        memory.Read(buffer, whole);
        var reply = FusReply.TryRead(whole) ?? throw NoAnswer($"The answer to 0x{(ushort)opcode:X4} changed while it was read.", "11 0E …", Convert.ToHexString(whole));
        return reply.Opcode == (ushort)opcode
            ? reply
            : throw NoAnswer($"The answer to 0x{(ushort)opcode:X4} is that to another command.", $"0x{(ushort)opcode:X4}", $"0x{reply.Opcode:X4}");
    }

    private void WaitFree(TimeSpan end, string when, CancellationToken cancel)
    {
        while ((memory.ReadWord(WbRegisters.MailboxStatus) & WbRegisters.Channel2) != 0)
        {
            if (clock.Now >= end)
                throw NoAnswer($"Channel 2 of the mailbox stays busy {when}.", "CH2F clear", "CH2F set");
            clock.Delay(Pause, cancel);
        }
    }

    /// <summary>The command buffer, by the system table.</summary>
    private uint Buffer() => Table(WbRegisters.SystemTable) is { } system && Table(system) is { } buffer
        ? buffer
        : throw NoAnswer("The mailbox has no table for system commands.", "pointers into SRAM2", $"0x{memory.ReadWord(WbRegisters.SystemTable):X8}");

    /// <summary>What a word points at; null where that is not in SRAM2.</summary>
    private uint? Table(uint pointer)
    {
        var at = memory.ReadWord(pointer);
        return at % 4 == 0 && at >= WbRegisters.SharedRam && at < WbRegisters.SharedRamEnd ? at : null;
    }

    private static FusException NoAnswer(string message, string expected, string actual) => new(FusFault.NoAnswer, message, expected, actual);
}
