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
        Cancel.ThrowIfCancellationRequested();
        BlockProgress block = Pipeline(request, words);
        if (block.HeadRefused)
        {
            RunQueue(); // Says what it was, or repairs it; nothing of the block was done.
            block = Pipeline(request, words);
        }

        _queue.Clear();
        if (block.Ack != TransferAck.Ok) throw BlockFailed(request, block);
        Cancel.ThrowIfCancellationRequested();
        if (block.Unchecked) Run(SwdRequest.ReadRdbuff, 0);
    }

    /// <summary>
    /// What waits in the queue, then the words, under way together. When the probe is full all answers but a few are fetched in a row, so that it never runs dry
    /// and the host waits once for several packets.
    /// </summary>
    private BlockProgress Pipeline(SwdRequest request, uint[] words)
    {
        var under = new Queue<ICommand<TransferAnswer>>();
        var block = new BlockProgress();
        if (_queue.Count > 0) Push(under, new TransferCommand([.. _queue]));
        int sent = 0, size = 0;
        while (sent < words.Length && block.Ack == TransferAck.Ok && !Cancel.IsCancellationRequested)
        {
            if (under.Count >= _limits.PacketCount) block = Drain(under, _limits.PacketCount == 1 ? 0 : Math.Max(1, _limits.PacketCount / 4), block, request);
            if (block.Ack != TransferAck.Ok) break;
            size = NextSize(size, words.Length - sent, request.IsRead);
            Push(under, new TransferBlockCommand(request, words.AsMemory(sent, size)));
            sent += size;
        }

        return Drain(under, 0, block, request);
    }

    private void Push(Queue<ICommand<TransferAnswer>> under, ICommand<TransferAnswer> command)
    {
        _pipe.Send(command);
        under.Enqueue(command);
    }

    private BlockProgress Drain(Queue<ICommand<TransferAnswer>> under, int left, BlockProgress block, SwdRequest request)
    {
        while (under.Count > left)
        {
            ICommand<TransferAnswer> oldest = under.Dequeue();
            block = oldest is TransferBlockCommand words ? Take(block, words, request) : TakeHead(block, oldest);
        }

        return block;
    }

    /// <summary>
    /// The answer to the writes in front of a block. FAULT: the sticky flags kept the target from doing anything behind it. A wrong parity is that of the check at
    /// the end of the packet; the writes were taken, and the first packet of the block tells what became of them.
    /// </summary>
    private BlockProgress TakeHead(BlockProgress block, ICommand<TransferAnswer> command)
    {
        TransferAnswer answer = _pipe.Receive(command);
        _transfers += answer.Count;
        if (answer.Ack == TransferAck.Parity) _parityErrors++;
        bool refused = answer.Ack == TransferAck.Fault;
        return answer.Ack == TransferAck.Parity && answer.Count == _queue.Count ? block : block with { Ack = answer.Ack, HeadRefused = refused };
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

        /// <summary>What was to be written before the first word was answered by FAULT.</summary>
        public bool HeadRefused { get; init; }

        /// <summary>All words were accepted, but what became of the last one got lost.</summary>
        public bool Unchecked { get; init; }
    }
}
