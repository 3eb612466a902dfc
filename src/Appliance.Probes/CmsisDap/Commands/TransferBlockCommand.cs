// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Probes.Swd;

namespace Appliance.Probes.CmsisDap.Commands;

/// <summary>DAP_TransferBlock: the same register once for each word.</summary>
/// <param name="request">The request.</param>
/// <param name="words">The words written; where the answer's words go on a read.</param>
internal sealed class TransferBlockCommand(SwdRequest request, Memory<uint> words) : ICommand<TransferAnswer>
{
    private const int WriteHeader = 5;
    private const int ReadHeader = 4;
    private const int AnswerHeader = 3;
    private const byte TargetOfSwd = 0;

    /// <summary>Words of the command.</summary>
    public int Words => words.Length;

    /// <summary>Most words of a command for packets of this size.</summary>
    public static int Capacity(int packetBytes, bool read) => (packetBytes - (read ? ReadHeader : WriteHeader)) / 4;

    /// <inheritdoc/>
    public byte Id => CommandId.TransferBlock;

    /// <inheritdoc/>
    public int Write(Span<byte> packet)
    {
        packet[0] = Id;
        packet[1] = TargetOfSwd;
        BinaryPrimitives.WriteUInt16LittleEndian(packet[2..], (ushort)words.Length);
        packet[4] = TransferRequest.Encode(request);
        if (request.IsRead) return WriteHeader;
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(packet[(WriteHeader + (4 * i))..], words.Span[i]);
        return WriteHeader + (4 * words.Length);
    }

    /// <inheritdoc/>
    public TransferAnswer Read(ReadOnlySpan<byte> answer)
    {
        BadAnswerException.ThrowIfShort(answer, AnswerHeader);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(answer);
        var ack = (TransferAck)answer[2];
        if (count > words.Length) throw new BadAnswerException($"it did {count} words of {words.Length}");
        if (ack != TransferAck.Ok) return new TransferAnswer(count, ack);
        if (count < words.Length) throw new BadAnswerException($"it did {count} words of {words.Length} and says OK");
        if (request.IsRead) Take(answer[AnswerHeader..]);
        return new TransferAnswer(count, ack);
    }

    private void Take(ReadOnlySpan<byte> data)
    {
        BadAnswerException.ThrowIfShort(data, 4 * words.Length);
        for (int i = 0; i < words.Length; i++) words.Span[i] = BinaryPrimitives.ReadUInt32LittleEndian(data[(4 * i)..]);
    }
}
