// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes.CmsisDap.Commands;
using Appliance.Probes.Swd;

namespace Appliance.Probes.CmsisDap;

/// <summary>Blocks: as many DAP_TransferBlock commands under way as the probe has room for.</summary>
public sealed partial class CmsisDapLink
{
    /// <inheritdoc/>
    public void ReadApBlock(byte ap, byte register, Span<uint> values)
    {
        if (values.IsEmpty) return;
        uint[] words = new uint[values.Length];
        Block(ap, register, SwdRequest.Ap(read: true, register), words);
        words.CopyTo(values);
    }

    /// <inheritdoc/>
    public void WriteApBlock(byte ap, byte register, ReadOnlySpan<uint> values)
    {
        if (!values.IsEmpty) Block(ap, register, SwdRequest.Ap(read: false, register), values.ToArray());
    }

    private void Block(byte ap, byte register, SwdRequest request, uint[] words)
    {
        SelectAp(ap, register);
        RunQueue();
        Cancel.ThrowIfCancellationRequested();
        var under = new Queue<TransferBlockCommand>();
        var block = new BlockProgress();
        int size = 0;
        for (int sent = 0; sent < words.Length || under.Count > 0;)
        {
            bool mayGoOn = block.Ack == TransferAck.Ok && !Cancel.IsCancellationRequested;
            if (mayGoOn && sent < words.Length && under.Count < _limits.PacketCount)
            {
                size = NextSize(size, words.Length - sent, request.IsRead);
                var command = new TransferBlockCommand(request, words.AsMemory(sent, size));
                _pipe.Send(command);
                under.Enqueue(command);
                sent += command.Words;
            }
            else if (under.TryDequeue(out TransferBlockCommand? oldest)) block = Take(block, oldest, request);
            else break;
        }

        if (block.Ack != TransferAck.Ok) throw BlockFailed(request, block);
        Cancel.ThrowIfCancellationRequested();
        if (block.Unchecked) Run(SwdRequest.ReadRdbuff, 0);
    }

    /// <summary>
    /// Words of the next command. Answers have no number, so neighbours differ in their size: one that is lost or comes twice then fits
    /// no command, instead of bringing the words of another.
    /// </summary>
    private int NextSize(int before, int left, bool read)
    {
        int size = Math.Min(TransferBlockCommand.Capacity(_limits.PacketBytes, read), left);
        return size == before && size > 1 ? size - 1 : size;
    }

    /// <summary>Takes the next answer. After a failure the rest is only fetched: the sticky flags keep the target from doing it.</summary>
    private BlockProgress Take(BlockProgress block, TransferBlockCommand command, SwdRequest request)
    {
        TransferAnswer answer = _pipe.Receive(command);
        _transfers += answer.Count;
        if (block.Ack != TransferAck.Ok) return block;
        if (answer.Ack == TransferAck.Ok) return block with { Done = block.Done + answer.Count };
        if (answer.Ack == TransferAck.Parity) _parityErrors++;
        if (answer.Ack == TransferAck.Parity && !request.IsRead && answer.Count == command.Words)
            return block with { Done = block.Done + answer.Count, Unchecked = true };
        return block with { Ack = answer.Ack, Done = block.Done + (request.IsRead ? 0 : Math.Max(0, answer.Count - 1)) };
    }

    private DapException BlockFailed(SwdRequest request, BlockProgress block)
    {
        try
        {
            switch (block.Ack)
            {
                case TransferAck.Wait:
                    _waits++;
                    return GiveUpWaiting(request);
                case TransferAck.Parity:
                    return Error(DapFault.Parity, request, "the data came with a wrong parity", done: block.Done);
                case TransferAck.Fault:
                    Explain(request, block.Done);
                    return Error(DapFault.Parity, request, "the target saw a wrong parity in a word of the block", done: block.Done);
                default:
                    Rejoin(request, block.Ack);
                    return Failed(request, block.Ack, "in a block");
            }
        }
        finally
        {
            _select = null;
        }
    }

    /// <summary>How far a block is.</summary>
    private readonly record struct BlockProgress()
    {
        /// <summary>The first acknowledge that was not OK.</summary>
        public TransferAck Ack { get; init; } = TransferAck.Ok;

        /// <summary>Words known to be done.</summary>
        public int Done { get; init; }

        /// <summary>All words were accepted, but what became of the last one got lost.</summary>
        public bool Unchecked { get; init; }
    }
}
