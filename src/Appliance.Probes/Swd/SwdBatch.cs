// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Probes.Swd;

/// <summary>
/// Whole frames for many lanes, queued and given to the wire in one call. Only for lanes with ORUNDETECT set, whose frames
/// have the same length whatever they answer. Buffers are made once.
/// </summary>
internal sealed class SwdBatch
{
    /// <summary>Frames one batch holds.</summary>
    public const int Capacity = 128;

    /// <summary>Idle cycles behind a frame at the most.</summary>
    public const int MostRest = 64;

    private readonly SwdPhase[] _phases = new SwdPhase[(Capacity * 6) + 1];
    private readonly uint[] _drive = new uint[(Capacity * (SwdFrame.RequestBits + SwdFrame.DataBits + MostRest)) + SwdSequences.IdleAfterLast];
    private readonly uint[] _sample = new uint[Capacity * (SwdFrame.AckBits + SwdFrame.DataBits)];
    private readonly int[] _answers = new int[Capacity];
    private SwdFrame _frame = SwdFrame.For(1);
    private int _phaseCount, _driven, _sampled, _rest;

    /// <summary>Frames queued.</summary>
    public int Count { get; private set; }

    /// <summary>Empties the queue.</summary>
    /// <param name="frame">The shape of the frames to come.</param>
    /// <param name="rest">Idle cycles behind each, in which the target finishes what it was told.</param>
    public void Clear(SwdFrame frame, int rest = 0) => (_frame, _rest, _phaseCount, _driven, _sampled, Count) = (frame, rest, 0, 0, 0, 0);

    /// <summary>The same write for all lanes of a mask.</summary>
    public void Write(SwdRequest request, uint value, uint lanes)
    {
        Span<uint> data = Begin(request, lanes, _frame.Write, SwdFrame.AckBits);
        SwdPlanes.Spread(value, lanes, data[..32]);
        data[32] = SwdPlanes.Parity(value) * lanes;
        _driven += SwdFrame.DataBits;
        Rest();
    }

    /// <summary>A write with a word of its own for each lane.</summary>
    public void WriteEach(SwdRequest request, ReadOnlySpan<uint> values, uint lanes)
    {
        Span<uint> data = Begin(request, lanes, _frame.Write, SwdFrame.AckBits);
        if (values.Length % 8 == 0)
        {
            SwdPlanes.Transpose(values, lanes, data);
        }
        else
        {
            Span<uint> padded = stackalloc uint[(values.Length + 7) & ~7];
            padded.Clear();
            values.CopyTo(padded);
            SwdPlanes.Transpose(padded, lanes, data);
        }

        _driven += SwdFrame.DataBits;
        Rest();
    }

    /// <summary>The same read for all lanes of a mask.</summary>
    public void Read(SwdRequest request, uint lanes)
    {
        Begin(request, lanes, _frame.Read, SwdFrame.AckBits + SwdFrame.DataBits);
        Rest();
    }

    /// <summary>Gives everything queued to the wire, with the idle cycles after the last transfer where SWCLK may rest then.</summary>
    public void Run(ISwdLine line, uint lanes, bool idle)
    {
        if (idle)
        {
            _phases[_phaseCount++] = new SwdPhase(SwdPhaseKind.Drive, SwdSequences.IdleAfterLast);
            _drive.AsSpan(_driven, SwdSequences.IdleAfterLast).Clear();
            _driven += SwdSequences.IdleAfterLast;
        }

        line.Clock(lanes, _phases.AsSpan(0, _phaseCount), _drive.AsSpan(0, _driven), _sample.AsSpan(0, _sampled));
    }

    /// <summary>What all lanes answered to a frame.</summary>
    public SwdAcks Acks(int frame) => SwdAcks.From(_sample.AsSpan(_answers[frame], SwdFrame.AckBits));

    /// <summary>What one lane answered to a frame.</summary>
    public SwdAck Ack(int frame, int lane) => SwdAcks.Of(_sample.AsSpan(_answers[frame], SwdFrame.AckBits), lane);

    /// <summary>Every frame was answered with OK by every lane of a mask.</summary>
    public bool AllOk(uint lanes)
    {
        uint ok = lanes;
        for (int frame = 0; frame < Count; frame++) ok &= Acks(frame).Ok;
        return ok == lanes;
    }

    /// <summary>The words that lanes 0, 1, … sent.</summary>
    /// <returns>The lanes whose parity is wrong.</returns>
    public uint Words(int frame, Span<uint> words)
    {
        ReadOnlySpan<uint> data = _sample.AsSpan(_answers[frame] + SwdFrame.AckBits, SwdFrame.DataBits);
        SwdPlanes.Gather(data, words);
        return SwdPlanes.Parities(data) ^ data[32];
    }

    /// <summary>The word one lane sent.</summary>
    /// <returns>Whether its parity is right.</returns>
    public bool Word(int frame, int lane, out uint value)
    {
        ReadOnlySpan<uint> data = _sample.AsSpan(_answers[frame] + SwdFrame.AckBits, SwdFrame.DataBits);
        value = SwdPlanes.Gather(data, lane);
        return SwdPlanes.Parity(value) == ((data[32] >> lane) & 1);
    }

    private void Rest()
    {
        if (_rest == 0) return;
        _phases[_phaseCount++] = new SwdPhase(SwdPhaseKind.Drive, _rest);
        _drive.AsSpan(_driven, _rest).Clear();
        _driven += _rest;
    }

    /// <summary>Queues the request and the shape of a frame; returns where its data goes.</summary>
    private Span<uint> Begin(SwdRequest request, uint lanes, SwdPhase[] shape, int answerBits)
    {
        shape.CopyTo(_phases, _phaseCount);
        _phaseCount += shape.Length;
        SwdPlanes.Spread(request.Bits, lanes, _drive.AsSpan(_driven, SwdFrame.RequestBits));
        _driven += SwdFrame.RequestBits;
        _answers[Count++] = _sampled;
        _sampled += answerBits;
        return _drive.AsSpan(_driven);
    }
}
