// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Probes.Swd;

/// <summary>
/// The pieces of an SWD transfer as phases, side by side with the figures of ARM IHI 0031, chapter B4:
/// <code>
/// write, OK          request 8 | Trn | ACK 3 | Trn | WDATA 32, parity 1
/// read, OK           request 8 | Trn | ACK 3 | RDATA 32, parity 1 | Trn
/// WAIT or FAULT      request 8 | Trn | ACK 3 | Trn                        (ORUNDETECT = 0)
/// WAIT or FAULT      as OK, the data is ignored                          (ORUNDETECT = 1)
/// </code>
/// </summary>
internal sealed class SwdFrame
{
    /// <summary>Bits of a request.</summary>
    public const int RequestBits = 8;

    /// <summary>Bits of an acknowledge.</summary>
    public const int AckBits = 3;

    /// <summary>Data and its parity.</summary>
    public const int DataBits = 33;

    private static readonly SwdFrame[] All = [new(1), new(2), new(3), new(4)];

    private SwdFrame(int turnaround)
    {
        SwdPhase trn = new(SwdPhaseKind.Float, turnaround);
        SwdPhase request = new(SwdPhaseKind.Drive, RequestBits);
        SwdPhase ack = new(SwdPhaseKind.Sample, AckBits);
        SwdPhase write = new(SwdPhaseKind.Drive, DataBits);
        Turnaround = turnaround;
        Head = [request, trn, ack];
        WriteTail = [trn, write];
        ReadTail = [new(SwdPhaseKind.Sample, DataBits), trn];
        RefusedTail = [trn];
        Write = [request, trn, ack, trn, write];
        Read = [request, trn, new(SwdPhaseKind.Sample, AckBits + DataBits), trn];
        Released = [new(SwdPhaseKind.Float, turnaround + DataBits)];
    }

    /// <summary>Turnaround in cycles, DLCR.TURNROUND + 1.</summary>
    public int Turnaround { get; }

    /// <summary>Up to and with the acknowledge.</summary>
    public SwdPhase[] Head { get; }

    /// <summary>The rest of a write that was acknowledged with OK.</summary>
    public SwdPhase[] WriteTail { get; }

    /// <summary>The rest of a read that was acknowledged with OK.</summary>
    public SwdPhase[] ReadTail { get; }

    /// <summary>The rest of a transfer that was acknowledged with WAIT or FAULT, ORUNDETECT being 0.</summary>
    public SwdPhase[] RefusedTail { get; }

    /// <summary>A whole write, whatever its acknowledge (ORUNDETECT = 1).</summary>
    public SwdPhase[] Write { get; }

    /// <summary>A whole read, whatever its acknowledge (ORUNDETECT = 1).</summary>
    public SwdPhase[] Read { get; }

    /// <summary>The line released for as long as a target may believe that a transfer goes on.</summary>
    public SwdPhase[] Released { get; }

    /// <summary>The frames for a turnaround of 1 to 4 cycles.</summary>
    public static SwdFrame For(int turnaround)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(turnaround, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(turnaround, 4);
        return All[turnaround - 1];
    }
}
