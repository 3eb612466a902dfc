// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Probes.CmsisDap.Commands;

/// <summary>DAP_Transfer: writes, and at most one read, the last. The probe stops at the first that is not answered by OK.</summary>
/// <param name="requests">The transfers.</param>
internal sealed class TransferCommand(IReadOnlyList<TransferRequest> requests) : ICommand<TransferAnswer>
{
    /// <summary>Transfers that fit into the smallest packet: 64 bytes, 3 of them header, 5 for each write.</summary>
    public const int Capacity = 12;

    private const int AnswerHeader = 2;
    private const byte TargetOfSwd = 0;

    private bool Reads => requests[^1].Request.IsRead;

    /// <inheritdoc/>
    public byte Id => CommandId.Transfer;

    /// <inheritdoc/>
    public int Write(Span<byte> packet)
    {
        packet[0] = Id;
        packet[1] = TargetOfSwd;
        packet[2] = (byte)requests.Count;
        int at = 3;
        foreach (TransferRequest request in requests)
        {
            packet[at++] = request.Bits;
            if (request.Request.IsRead) continue;
            BinaryPrimitives.WriteUInt32LittleEndian(packet[at..], request.Value);
            at += 4;
        }

        return at;
    }

    /// <inheritdoc/>
    public TransferAnswer Read(ReadOnlySpan<byte> answer)
    {
        BadAnswerException.ThrowIfShort(answer, AnswerHeader);
        int count = answer[0];
        var ack = (TransferAck)answer[1];
        if (count > requests.Count) throw new BadAnswerException($"it did {count} transfers of {requests.Count}");
        if (ack != TransferAck.Ok) return new TransferAnswer(count, ack);
        if (count < requests.Count) throw new BadAnswerException($"it did {count} transfers of {requests.Count} and says OK");
        if (!Reads) return new TransferAnswer(count, ack);
        BadAnswerException.ThrowIfShort(answer, AnswerHeader + 4);
        return new TransferAnswer(count, ack) { Value = BinaryPrimitives.ReadUInt32LittleEndian(answer[AnswerHeader..]) };
    }
}
