// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Probes;

namespace Appliance.Simulation.CmsisDap;

/// <summary>The commands that move pins and nothing else: connect, SWJ, SWD and JTAG sequences, clock, delay.</summary>
internal sealed class ProbePins(SimulatedBoard board, PinSwdHost host, SimulatedCmsisDapOptions options)
{
    private const int Done = 0;
    private const int Failed = 0xFF;
    private const int SerialWire = 1, Jtag = 2;
    private const int ClockPin = 1 << 0, DataPin = 1 << 1, TestResetPin = 1 << 5, ResetPin = 1 << 7;
    private int _data = 1;
    private int _clock = 1;
    private bool _connected;
    private bool _overJtag;

    public static bool HostStatus(ProbeAnswer answer) => answer.Byte(Done);

    /// <summary>There is no reset sequence of the device's own.</summary>
    public static bool ResetTarget(ProbeAnswer answer) => answer.Byte(Done) && answer.Byte(0);

    public bool Connect(ProbeCommand command, ProbeAnswer answer)
    {
        var port = command.Byte();
        _overJtag = port == Jtag && options.Jtag;
        _connected = port is 0 or SerialWire || _overJtag;
        if (_connected)
            board.Driver.PullReset(0);
        return answer.Byte(_overJtag ? Jtag : _connected ? SerialWire : 0);
    }

    public bool Disconnect(ProbeAnswer answer)
    {
        _connected = false;
        board.Driver.PullReset(0);
        return answer.Byte(Done);
    }

    public bool Delay(ProbeCommand command, ProbeAnswer answer)
    {
        board.Time.Advance(TimeSpan.FromMicroseconds(command.Half()));
        board.Driver.Settle();
        return answer.Byte(Done);
    }

    public bool Pins(ProbeCommand command, ProbeAnswer answer)
    {
        int output = command.Byte(), select = command.Byte();
        board.Time.Advance(TimeSpan.FromMicroseconds(Math.Min(command.Word(), 3_000_000)));
        if ((select & DataPin) != 0)
            _data = output >> 1 & 1;
        if ((select & ResetPin) != 0)
            board.Driver.PullReset((output & ResetPin) == 0 ? 1u : 0);
        if ((select & TestResetPin) != 0 && (output & TestResetPin) == 0)
            board.Driver.TestReset();
        if ((select & ClockPin) != 0)
            MoveClock(output & ClockPin);
        board.Driver.Settle();
        var data = (int)board.Driver.Levels(1, (uint)_data) & 1;
        var reset = (board.Driver.SampleReset() & 1) != 0 ? 0 : ResetPin;
        return answer.Byte(reset | TestResetPin | data << 1 | _clock);
    }

    public bool Clock(ProbeCommand command, ProbeAnswer answer)
    {
        var hertz = command.Word();
        if (hertz == 0)
            return answer.Byte(Failed);
        board.Time.SetFrequency((int)Math.Min(hertz, int.MaxValue));
        return answer.Byte(Done);
    }

    public bool Sequence(ProbeCommand command, ProbeAnswer answer)
    {
        int count = command.Byte();
        if (count == 0)
            count = 256;
        if (!_connected)
            return answer.Byte(Failed);
        host.Drive(command.Bytes((count + 7) / 8), count);
        return answer.Byte(Done);
    }

    public bool Configure(ProbeCommand command, ProbeAnswer answer)
    {
        var configuration = command.Byte();
        host.Turnaround = (configuration & 3) + 1;
        host.DataPhase = (configuration & 4) != 0;
        return answer.Byte(Done);
    }

    public bool SwdSequence(ProbeCommand command, ProbeAnswer answer)
    {
        answer.Byte(Done);
        for (int left = command.Byte(); left > 0; left--)
        {
            int info = command.Byte(), count = (info & 0x3F) == 0 ? 64 : info & 0x3F;
            if ((info & 0x80) == 0)
            {
                host.Drive(command.Bytes((count + 7) / 8), count);
                continue;
            }

            var sampled = new byte[(count + 7) / 8];
            host.Sample(sampled, count);
            foreach (var one in sampled)
                answer.Byte(one);
        }

        return true;
    }

    /// <summary>DAP_JTAG_Sequence: runs of 1 to 64 cycles, TMS at one level in each. Nothing is done on a probe that was not connected to JTAG.</summary>
    public bool JtagSequence(ProbeCommand command, ProbeAnswer answer)
    {
        answer.Byte(_connected && _overJtag ? Done : Failed);
        for (int left = command.Byte(); left > 0 && _connected && _overJtag; left--)
        {
            int info = command.Byte(), count = (info & 0x3F) == 0 ? 64 : info & 0x3F;
            var data = command.Bytes((count + 7) / 8);
            var seen = new byte[data.Length];
            for (var bit = 0; bit < count; bit++)
            {
                board.Driver.FallingEdge();
                seen[bit / 8] |= (byte)(board.Driver.TestDataOut << (bit % 8));
                board.Driver.Cycle(1, (uint)(info >> 6 & 1), data[bit / 8] >> (bit % 8) & 1);
            }

            if ((info & 0x80) == 0) continue;
            foreach (var one in seen) answer.Byte(one);
        }

        board.Driver.Settle();
        if (answer.Length > options.PacketBytes) board.Chip.Violations.Add($"CMSIS-DAP: an answer of {answer.Length} bytes in packets of {options.PacketBytes}");
        return true;
    }

    private void MoveClock(int level)
    {
        if (level != 0 && _clock == 0)
            board.Driver.Cycle(1, (uint)_data);
        _clock = level;
    }
}
