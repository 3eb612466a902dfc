// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Serial;
using Appliance.Ports.Wires;
using Appliance.Simulation.Probes;
using Appliance.Simulation.Stm32F1;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.BootLoaders;

/// <summary>The USART of a simulated board's chip of lane 0, with the boot loader in its ROM behind it, and BOOT0 and nRESET beside it.</summary>
public sealed class SimulatedUsart
{
    private readonly SimulatedBoard _board;
    private readonly UsartTrouble _trouble;
    private readonly Queue<(byte Value, long Due)> _answers = new();
    private readonly UsartRom _rom;
    private long _busyUntil;
    private bool _listens;
    private bool _resetLow;

    internal SimulatedUsart(SimulatedBoard board, SimulatedUsartOptions options)
    {
        (_board, Options) = (board, options);
        _trouble = UsartFaults.Make(options.Fault, board.Chip.Context.Dice);
        _rom = new UsartRom(new F1BootRom(board.Chip), options, board.Chip.Violations.Add) { Answer = Queue };
        Clock = new BoardClock(board);
        if (options.Boot0Strapped) StartBootLoader();
    }

    /// <summary>How it was made.</summary>
    public SimulatedUsartOptions Options { get; }

    /// <summary>The board's time.</summary>
    public ITargetClock Clock { get; }

    /// <summary>Whether the chip runs the firmware in its flash: started by a reset with BOOT0 low, or by the boot loader.</summary>
    public bool RunsFirmware => _rom.Left is not null || (!_listens && !_resetLow && _board.Chip.IsPowered);

    /// <summary>A line in this process, on the time of the board.</summary>
    public ISerialLine OpenLine(SerialFormat format) => new SimulatedSerialLine(this, $"sim-usart:{_board.Target}", format);

    internal long Now => _board.Time.Now;

    internal void Pass(TimeSpan time)
    {
        _board.Time.Advance(time);
        _board.Driver.Settle();
    }

    /// <summary>DTR on is nRESET low, RTS off is BOOT0 high.</summary>
    internal void SetOutputs(bool dtr, bool rts)
    {
        var low = Options.ResetWired && dtr;
        if (low == _resetLow) return;
        _resetLow = low;
        _board.Chip.ResetLine.PullByHost(low);
        _listens = false;
        _answers.Clear();
        if (!low && (Options.Boot0Strapped || !rts)) StartBootLoader();
    }

    /// <summary>One byte arrives at the chip; what arrives while it works is lost.</summary>
    internal void Receive(byte value)
    {
        if (!_listens || !_board.Chip.IsPowered || Now < _busyUntil) return;
        if (_trouble.ToChip(value) is { } arrived) _rom.Receive(arrived);
    }

    /// <summary>The next byte the chip sends, and when it is there; null where it sends none.</summary>
    internal (byte Value, long Due)? Next => _answers.TryPeek(out var next) ? next : null;

    internal void Take() => _answers.Dequeue();

    private void StartBootLoader()
    {
        _listens = true;
        _busyUntil = 0;
        _rom.Restart();
        foreach (var noise in _trouble.AtReset()) _rom.Receive(noise);
    }

    private void Queue(byte[] answer, long busy)
    {
        _busyUntil = Math.Max(Now, _busyUntil) + busy;
        var due = _busyUntil + (_trouble.Late(answer).Ticks * VirtualTime.PerTick);
        if (!_board.Chip.IsPowered) return;
        foreach (var value in _trouble.ToHost(answer)) _answers.Enqueue((value, due));
    }
}
