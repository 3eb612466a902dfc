// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Simulation.Pins;

/// <summary>The JTAG pins of lane 0 as a wire. Its clock is virtual.</summary>
internal sealed class SimulatedJtagLine(SimulatedBoard board) : IJtagLine
{
    /// <inheritdoc/>
    public string Name => $"sim:{board.Target}";

    /// <inheritdoc/>
    public WireFeatures Features => WireFeatures.Reset | WireFeatures.ResetSense | board.Surroundings;

    /// <inheritdoc/>
    public int LaneCount => 1;

    /// <inheritdoc/>
    public long Cycles => board.Time.Cycles;

    /// <inheritdoc/>
    public TimeSpan Now => board.Time.Elapsed;

    /// <inheritdoc/>
    public int SetFrequency(int hertz)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hertz);
        return board.Time.SetFrequency(hertz);
    }

    /// <inheritdoc/>
    public void Delay(TimeSpan time, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        board.Time.Advance(time);
        board.Driver.Settle();
    }

    /// <inheritdoc/>
    public void Clock(ReadOnlySpan<byte> tms, ReadOnlySpan<byte> tdi, Span<byte> tdo)
    {
        for (var cycle = 0; cycle < tms.Length; cycle++)
        {
            board.Driver.FallingEdge();
            if (!tdo.IsEmpty)
                tdo[cycle] = (byte)board.Driver.TestDataOut;
            board.Driver.Cycle(1, tms[cycle], tdi[cycle]);
        }

        board.Driver.Settle();
    }

    /// <inheritdoc/>
    public void DriveReset(uint lanes) => board.Driver.PullReset(lanes & 1);

    /// <inheritdoc/>
    public uint SampleReset() => board.Driver.SampleReset() & 1;

    /// <inheritdoc/>
    public void DriveTestReset(bool low)
    {
        if (low)
            board.Driver.TestReset();
    }

    /// <inheritdoc/>
    public void Dispose() => DriveReset(0);
}
