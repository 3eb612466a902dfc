// SPDX-License-Identifier: Apache-2.0
using System.Numerics;
using Appliance.Ports.Wires;

namespace Appliance.Probes.Swd;

/// <summary>
/// One lane of a wire, one frame at a time: knows the shape of a transfer and nothing of what an answer means.
/// Allocates nothing once made.
/// </summary>
internal sealed class SwdWire(ISwdLine line, int lane)
{
    private readonly uint _mask = 1u << lane;
    private readonly uint[] _request = new uint[SwdFrame.RequestBits];
    private readonly uint[] _data = new uint[SwdFrame.DataBits];
    private readonly uint[] _ack = new uint[SwdFrame.AckBits];
    private readonly uint[] _sample = new uint[SwdFrame.AckBits + SwdFrame.DataBits];

    /// <summary>The wire.</summary>
    public ISwdLine Line => line;

    /// <summary>The lane as a mask.</summary>
    public uint Mask => _mask;

    /// <summary>Turnaround in use.</summary>
    public SwdFrame Frame { get; private set; } = SwdFrame.For(1);

    /// <summary>ORUNDETECT is set in the target: the data phase is clocked whatever the acknowledge.</summary>
    public bool Overrun { get; set; }

    /// <summary>Sets the turnaround, 1 to 4 cycles. The target must have been told by DLCR before.</summary>
    public void SetTurnaround(int cycles) => Frame = SwdFrame.For(cycles);

    /// <summary>One write.</summary>
    public SwdAck Write(SwdRequest request, uint value)
    {
        Spread(request.Bits, _request);
        Spread(value, _data.AsSpan(0, 32));
        _data[32] = (BitOperations.PopCount(value) & 1) != 0 ? _mask : 0;
        SwdAck ack = Head();
        if (ack == SwdAck.Ok || (Overrun && ack is SwdAck.Wait or SwdAck.Fault)) line.Clock(_mask, Frame.WriteTail, _data, []);
        else Refused(ack);
        return ack;
    }

    /// <summary>One read.</summary>
    /// <param name="request">The request.</param>
    /// <param name="value">The data, where the answer is OK.</param>
    /// <param name="parity">The data has the parity sent with it.</param>
    public SwdAck Read(SwdRequest request, out uint value, out bool parity)
    {
        Spread(request.Bits, _request);
        SwdAck ack = Head();
        value = 0;
        parity = true;
        if (ack == SwdAck.Ok || (Overrun && ack is SwdAck.Wait or SwdAck.Fault))
        {
            line.Clock(_mask, Frame.ReadTail, [], _sample.AsSpan(0, SwdFrame.DataBits));
            value = Gather(_sample.AsSpan(0, 32));
            parity = ((uint)BitOperations.PopCount(value) & 1) == ((_sample[32] >> lane) & 1);
        }
        else
        {
            Refused(ack);
        }

        return ack;
    }

    /// <summary>Drives a run of bits.</summary>
    public void Drive(SwdBits bits) => line.Clock(_mask, [new SwdPhase(SwdPhaseKind.Drive, bits.Count)], bits.Planes(_mask), []);

    /// <summary>Drives low for some cycles.</summary>
    public void Idle(int cycles) => line.Clock(_mask, [new SwdPhase(SwdPhaseKind.Drive, cycles)], stackalloc uint[cycles], []);

    /// <summary>Writes TARGETSEL, which nobody acknowledges: five cycles stand in for turnaround, acknowledge and turnaround.</summary>
    public void SelectTarget(uint targetSel)
    {
        Spread(SwdRequest.WriteTargetSel.Bits, _request);
        Spread(targetSel, _data.AsSpan(0, 32));
        _data[32] = (BitOperations.PopCount(targetSel) & 1) != 0 ? _mask : 0;
        line.Clock(_mask, Frame.Head, _request, _ack);
        line.Clock(_mask, Frame.WriteTail, _data, []);
    }

    private SwdAck Head()
    {
        line.Clock(_mask, Frame.Head, _request, _ack);
        return (SwdAck)(((_ack[0] >> lane) & 1) | (((_ack[1] >> lane) & 1) << 1) | (((_ack[2] >> lane) & 1) << 2));
    }

    /// <summary>Ends a transfer without data. After an answer that is none, the line stays released for a whole frame.</summary>
    private void Refused(SwdAck ack) =>
        line.Clock(_mask, ack is SwdAck.Wait or SwdAck.Fault ? Frame.RefusedTail : Frame.Released, [], []);

    private void Spread(uint value, Span<uint> planes)
    {
        for (int i = 0; i < planes.Length; i++) planes[i] = ((value >> i) & 1) != 0 ? _mask : 0;
    }

    private uint Gather(ReadOnlySpan<uint> planes)
    {
        uint value = 0;
        for (int i = 0; i < planes.Length; i++) value |= ((planes[i] >> lane) & 1) << i;
        return value;
    }
}
