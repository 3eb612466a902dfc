// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Probes.Swd;

/// <summary>
/// One lane of a wire, one frame at a time: knows the shape of a transfer and nothing of what an answer means.
/// Allocates nothing once made.
/// </summary>
internal sealed class SwdWire(ISwdLine line, int lane)
{
    private static readonly uint[] Lows = new uint[SwdSequences.MaxIdle];
    private readonly uint _mask = 1u << lane;
    private readonly uint[] _drive = new uint[SwdFrame.RequestBits + SwdFrame.DataBits];
    private readonly uint[] _sample = new uint[SwdFrame.AckBits + SwdFrame.DataBits];
    private readonly SwdPhase[] _idle = new SwdPhase[1];
    private SwdRequest _asked;

    /// <summary>The wire.</summary>
    public ISwdLine Line => line;

    /// <summary>The lane.</summary>
    public int Lane => lane;

    /// <summary>The lane as a mask.</summary>
    public uint Mask => _mask;

    /// <summary>Turnaround in use.</summary>
    public SwdFrame Frame { get; private set; } = SwdFrame.For(1);

    /// <summary>ORUNDETECT is set in the target: the data phase is clocked whatever the acknowledge.</summary>
    public bool Overrun { get; set; }

    private Span<uint> Request => _drive.AsSpan(0, SwdFrame.RequestBits);

    private Span<uint> Data => _drive.AsSpan(SwdFrame.RequestBits, SwdFrame.DataBits);

    private Span<uint> Acknowledge => _sample.AsSpan(0, SwdFrame.AckBits);

    private Span<uint> Answer => _sample.AsSpan(SwdFrame.AckBits, SwdFrame.DataBits);

    /// <summary>Sets the turnaround, 1 to 4 cycles. The target must have been told by DLCR before.</summary>
    public void SetTurnaround(int cycles) => Frame = SwdFrame.For(cycles);

    /// <summary>One write.</summary>
    public SwdAck Write(SwdRequest request, uint value)
    {
        Ask(request);
        SwdPlanes.Spread(value, _mask, Data[..32]);
        Data[32] = SwdPlanes.Parity(value) * _mask;
        if (Overrun)
        {
            line.Clock(_mask, Frame.Write, _drive, Acknowledge);
            return SwdAcks.Of(_sample, lane);
        }

        SwdAck ack = Head();
        if (ack == SwdAck.Ok) line.Clock(_mask, Frame.WriteTail, Data, []);
        else Refused(ack);
        return ack;
    }

    /// <summary>One read.</summary>
    /// <param name="request">The request.</param>
    /// <param name="value">The data, where the answer is OK.</param>
    /// <param name="parity">The data has the parity sent with it.</param>
    public SwdAck Read(SwdRequest request, out uint value, out bool parity)
    {
        Ask(request);
        SwdAck ack = Overrun ? Whole() : Head();
        if (ack == SwdAck.Ok && !Overrun) line.Clock(_mask, Frame.ReadTail, [], Answer);
        if (ack != SwdAck.Ok && !Overrun) Refused(ack);
        value = ack == SwdAck.Ok ? SwdPlanes.Gather(Answer, lane) : 0;
        parity = ack != SwdAck.Ok || SwdPlanes.Parity(value) == ((Answer[32] >> lane) & 1);
        return ack;
    }

    /// <summary>Drives a run of bits.</summary>
    public void Drive(SwdBits bits) => line.Clock(_mask, [new SwdPhase(SwdPhaseKind.Drive, bits.Count)], bits.Planes(_mask), []);

    /// <summary>Drives low for some cycles.</summary>
    public void Idle(int cycles)
    {
        _idle[0] = new SwdPhase(SwdPhaseKind.Drive, cycles);
        line.Clock(_mask, _idle, Lows.AsSpan(0, cycles), []);
    }

    /// <summary>Releases the line for as long as a target may believe that a transfer goes on.</summary>
    public void Release() => line.Clock(_mask, Frame.Released, [], []);

    /// <summary>Writes TARGETSEL, which nobody acknowledges: the cycles of an acknowledge pass with the line released.</summary>
    public void SelectTarget(uint targetSel)
    {
        Ask(SwdRequest.WriteTargetSel);
        SwdPlanes.Spread(targetSel, _mask, Data[..32]);
        Data[32] = SwdPlanes.Parity(targetSel) * _mask;
        line.Clock(_mask, Frame.Write, _drive, Acknowledge);
    }

    /// <summary>Lays out the request; in a block it is the one before.</summary>
    private void Ask(SwdRequest request)
    {
        if (request == _asked) return;
        _asked = request;
        SwdPlanes.Spread(request.Bits, _mask, Request);
    }

    private SwdAck Head()
    {
        line.Clock(_mask, Frame.Head, Request, Acknowledge);
        return SwdAcks.Of(_sample, lane);
    }

    private SwdAck Whole()
    {
        line.Clock(_mask, Frame.Read, Request, _sample);
        return SwdAcks.Of(_sample, lane);
    }

    /// <summary>Ends a transfer without data. After an answer that is none, the line stays released for a whole frame.</summary>
    private void Refused(SwdAck ack)
    {
        if (ack is SwdAck.Wait or SwdAck.Fault) line.Clock(_mask, Frame.RefusedTail, [], []);
        else Release();
    }
}
