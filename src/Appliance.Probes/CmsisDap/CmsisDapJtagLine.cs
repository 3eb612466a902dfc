// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Packets;
using Appliance.Ports.Wires;
using Appliance.Probes.CmsisDap.Commands;
using Appliance.Probes.Jtag;

namespace Appliance.Probes.CmsisDap;

/// <summary>
/// JTAG bits through a CMSIS-DAP probe, by DAP_JTAG_Sequence: as many packets under way as it has room for. Chain, WAIT and sticky flags are the affair of <see cref="JtagLink"/>, so it does not
/// matter what the probe thinks of chains.
/// </summary>
public sealed class CmsisDapJtagLine : IJtagLine
{
    private readonly CommandPipe _pipe;
    private readonly CmsisDapLimits _limits;
    private readonly ITargetClock _clock;
    private readonly WireFeatures _extra;

    private CmsisDapJtagLine(CommandPipe pipe, CmsisDapLimits limits, ITargetClock clock, WireFeatures extra)
    {
        (_pipe, _limits, _clock, _extra) = (pipe, limits, clock, extra);
        _pipe.PacketBytes = limits.PacketBytes;
    }

    /// <inheritdoc/>
    public string Name => _pipe.Name;

    /// <inheritdoc/>
    public WireFeatures Features => WireFeatures.Reset | WireFeatures.ResetSense | WireFeatures.RoundTrips | _extra;

    /// <inheritdoc/>
    public int LaneCount => 1;

    /// <inheritdoc/>
    public long Cycles { get; private set; }

    /// <inheritdoc/>
    public TimeSpan Now => _clock.Now;

    /// <summary>Opens the probe behind a pipe for JTAG. Owns the pipe, also when it fails; parameters as <see cref="CmsisDapLink.Open"/>.</summary>
    /// <exception cref="WireException">The probe does not answer, or offers no JTAG.</exception>
    public static IDapLink Open(IPacketPipe pipe, CmsisDapDevice device, ITargetClock clock, WireFeatures extra = WireFeatures.None)
    {
        var commands = new CommandPipe(pipe, device);
        try
        {
            commands.Resynchronise();
            CmsisDapLimits limits = commands.Guarded(() => CmsisDapLimits.Ask(commands, device.Version, commands.ReportBytes, jtag: true));
            if (!commands.Call(new ConnectCommand(ConnectCommand.Jtag))) throw new WireException(pipe.Name, "the probe does not connect to JTAG");
            return new JtagLink(new CmsisDapJtagLine(commands, limits, clock, extra));
        }
        catch
        {
            pipe.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Delay(TimeSpan time, CancellationToken cancel) => _clock.Delay(time, cancel);

    /// <summary>What the probe makes of it is not told.</summary>
    public int SetFrequency(int hertz)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hertz);
        return _pipe.Call(new SwjClockCommand(hertz)) ? 0 : throw new WireException(Name, $"the probe refuses a clock of {hertz} Hz");
    }

    /// <inheritdoc/>
    public void DriveReset(uint lanes) => _pipe.Call(new SwjPinsCommand((lanes & 1) != 0 ? SwjPins.None : SwjPins.Reset, SwjPins.Reset));

    /// <inheritdoc/>
    public uint SampleReset() => (_pipe.Call(new SwjPinsCommand(SwjPins.None, SwjPins.None)) & SwjPins.Reset) == 0 ? 1u : 0;

    /// <inheritdoc/>
    public void DriveTestReset(bool low) => _pipe.Call(new SwjPinsCommand(low ? SwjPins.None : SwjPins.TestReset, SwjPins.TestReset));

    /// <inheritdoc/>
    public void Clock(ReadOnlySpan<byte> tms, ReadOnlySpan<byte> tdi, Span<byte> tdo)
    {
        byte[]? seen = tdo.IsEmpty ? null : new byte[tms.Length];
        var under = new Queue<JtagSequenceCommand>();
        var packet = new JtagSequenceCommand(_limits.PacketBytes, seen);
        for (int at = 0; at < tms.Length;)
        {
            int cycles = 1;
            while (cycles < JtagSequenceCommand.MostCycles && at + cycles < tms.Length && tms[at + cycles] == tms[at]) cycles++;
            if (!packet.Take(tms[at], tdi.Slice(at, cycles), at))
            {
                Push(under, packet);
                packet = new JtagSequenceCommand(_limits.PacketBytes, seen);
                continue;
            }

            at += cycles;
        }

        if (tms.Length > 0) Push(under, packet);
        while (under.Count > 0) Fetch(under);
        Cycles += tms.Length;
        seen?.CopyTo(tdo);
    }

    /// <summary>Releases all pins, where the probe still listens, and closes the pipe.</summary>
    public void Dispose() => _pipe.Leave();

    private void Push(Queue<JtagSequenceCommand> under, JtagSequenceCommand packet)
    {
        if (under.Count >= _limits.PacketCount) Fetch(under);
        _pipe.Send(packet);
        under.Enqueue(packet);
    }

    private void Fetch(Queue<JtagSequenceCommand> under)
    {
        if (!_pipe.Receive(under.Dequeue())) throw _pipe.Break("the probe refuses a JTAG sequence");
    }
}
