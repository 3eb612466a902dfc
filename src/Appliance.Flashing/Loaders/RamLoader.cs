// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Algorithms;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Targets;
using Appliance.Targets.CortexM;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Loaders;

/// <summary>
/// A loader that runs in the RAM of a target, and the ring of blocks it is fed by. While it works on one block the next ones go over the wire; each
/// carries its number and a checksum, so a word that was lost or came twice is found on the target, and the block is sent again.
/// </summary>
/// <remarks>Life cycle: create → <see cref="Start"/> → <see cref="Post"/> and <see cref="Finish"/> as often as wanted → <see cref="End"/>; <see cref="Abandon"/>
/// on every other way out. One thread at a time. The core must be halted, the chip just reset.</remarks>
internal sealed class RamLoader
{
    /// <summary>How often one block is sent again before the RAM counts as bad.</summary>
    private const int MostRefusals = 4;

    private const uint ThumbState = 1u << 24;

    /// <summary>To the first report of a loader: a thousand instructions at the slowest clock of any chip take a millisecond.</summary>
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMilliseconds(100);

    private readonly CortexMCore _core;
    private readonly ITargetClock _clock;
    private readonly WarningLog _warnings;
    private readonly ChipDescription _chip;
    private readonly FlashBank _bank;
    private readonly FlashLayout _layout;
    private readonly ReadOnlyMemory<byte> _code;
    private readonly LoaderPlace _place;
    private readonly ClockSteps _steps;
    private readonly Queue<LoaderBlock> _underWay = [];
    private uint _last;
    private uint _refusals;
    private int _refusedInARow;
    private readonly TimeSpan _pause;
    private bool _running;
    private LoaderPace _pace;
    private TimeSpan _looked;
    private long _finished;

    /// <param name="core">The core, halted.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="bank">The bank whose controller is used.</param>
    /// <param name="warnings">Where blocks that were sent again are noted.</param>
    public RamLoader(CortexMCore core, ChipDescription chip, FlashBank bank, WarningLog warnings)
    {
        (_core, _chip, _bank, _warnings) = (core, chip, bank, warnings);
        _clock = core.Link.Clock;
        _layout = FlashAlgorithms.Of(bank);
        _code = LoaderCode.Named(_layout.Loader);
        _place = LoaderPlace.In(chip.Ram[0], _code.Length, bank.ProgramUnit);
        var few = bank.Times.ProgramUnit.Typical * PollUnits;
        _pause = few < LongestPause ? few : LongestPause;
        _steps = new ClockSteps(core.Memory, _clock, chip.Clock);
        _pace = Pace(LoaderWork.Program);
    }

    /// <summary>Most data bytes of a block.</summary>
    public int BlockBytes => _place.BlockBytes;

    /// <summary>Time in which the loader may have waited for a block that had arrived damaged.</summary>
    public TimeSpan Lost { get; private set; }

    /// <summary>Raises the clock, brings the loader into RAM, makes sure that it is there, and starts it.</summary>
    public void Start(CancellationToken cancel)
    {
        _running = true; // From the first step on there is something to put back.
        _steps.Raise(cancel);
        Upload();
        _core.CatchHardFaults(true);
        _core.WriteRegister(CoreRegister.R0, _place.Mailbox);
        _core.WriteRegister(CoreRegister.Sp, _place.Stack);
        _core.WriteRegister(CoreRegister.Lr, uint.MaxValue);
        _core.WriteRegister(CoreRegister.Pc, _place.Code);
        _core.WriteRegister(CoreRegister.Xpsr, ThumbState);
        _core.Resume(maskInterrupts: true);
        (_last, _refusals, _refusedInARow) = (0, 0, 0);
        _underWay.Clear();
        WaitFor(report => report.State == LoaderMailbox.Running, StartDeadline, cancel);
    }

    /// <summary>Puts a block into the ring, when there is room.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="address">First address.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="data">What is programmed, or sought; empty for all other work.</param>
    /// <param name="finished">Called with the bytes of each block that is finished meanwhile.</param>
    /// <param name="cancel">Looked at while it waits.</param>
    public void Post(LoaderWork work, uint address, uint length, ReadOnlySpan<byte> data, Action<long>? finished, CancellationToken cancel)
    {
        var block = new LoaderBlock(++_last, work, address, length, data);
        if (_underWay.Count >= _place.Slots)
            Progress(_underWay.Count / 2, finished, cancel);
        if (_underWay.Count == 0)
            (_pace, _finished) = (Pace(work), 0);
        _underWay.Enqueue(block);
        Send(block);
        if (_underWay.Count == 1)
            _pace.Begin();
    }

    /// <summary>Waits until every block is finished.</summary>
    /// <returns>RESULT of the last.</returns>
    public uint Finish(Action<long>? finished, CancellationToken cancel)
    {
        var report = default(LoaderReport);
        while (_underWay.Count > 0)
            report = Progress(_underWay.Count, finished, cancel);
        return report.Result;
    }

    /// <summary>Ends the loader in the orderly way and puts the clock back.</summary>
    public void End(CancellationToken cancel)
    {
        Post(LoaderWork.End, 0, 0, [], null, cancel);
        Finish(null, cancel);
        _core.WaitHalted(_core.Deadlines.Halt);
        PutBack();
    }

    /// <summary>Stops the core wherever it is, and puts the clock back.</summary>
    public void Abandon()
    {
        if (!_running)
            return;
        _core.Halt();
        PutBack();
    }

    /// <summary>The same where another error is on its way: that is the one to report, trouble here is a warning beside it.</summary>
    public void AbandonAfterFailure()
    {
        try
        {
            Abandon();
        }
        catch (Exception error) when (error is FlashException or TargetException or DapException or WireException)
        {
            _warnings.Add("loader-not-stopped", $"After the error the flash loader could not be stopped: {error.Message}");
        }
    }

    private void PutBack()
    {
        _running = false;
        _core.CatchHardFaults(false);
        _steps.Restore();
    }

    private void Upload()
    {
        var memory = _core.Memory;
        memory.Write(_place.Code, _code.Span);
        memory.Write(_place.Mailbox, LoaderMailbox.Make(_place, _bank, _layout.Controller, _chip.WatchdogKey));
        for (var slot = 1u; slot <= _place.Slots; slot++)
            memory.Write(_place.SlotOf(slot), new byte[LoaderBlock.HeaderBytes]);
        var seen = new byte[_code.Length];
        memory.Read(_place.Code, seen);
        var same = _code.Span.CommonPrefixLength(seen);
        if (same < seen.Length)
        {
            throw new FlashException(
                FlashFault.RamBad, $"The RAM at 0x{_place.Code + same:x8} does not hold what was written.", _place.Code + (uint)same,
                $"0x{_code.Span[same]:x2}", $"0x{seen[same]:x2}");
        }
    }

    private void Send(LoaderBlock block)
    {
        var slot = _place.SlotOf(block.Sequence);
        _core.Memory.Write(slot + LoaderBlock.HeadBytes, block.Body);
        _core.Memory.Write(slot, block.Head);
    }

    /// <summary>Waits until the oldest block is finished, and tells of all that are.</summary>
    /// <param name="hoped">How many blocks should be finished when it is looked at for the first time: with room for as many, nobody waits.</param>
    /// <param name="finished">Called with the bytes of each.</param>
    /// <param name="cancel">Looked at while it waits.</param>
    private LoaderReport Progress(int hoped, Action<long>? finished, CancellationToken cancel)
    {
        var first = _underWay.Peek();
        var full = _underWay.Count == _place.Slots;
        _clock.Delay(_pace.Until(_finished + _underWay.Take(hoped).Sum(Units)), cancel);
        var report = WaitFor(seen => seen.Done >= first.Sequence, LongestTime(first), cancel);
        while (_underWay.TryPeek(out var block) && block.Sequence <= report.Done)
        {
            _underWay.Dequeue();
            _refusedInARow = 0;
            _finished += Units(block);
            finished?.Invoke(block.Length);
        }

        _pace.Saw(_finished, full && _underWay.TryPeek(out var next) ? _finished + Units(next) : 0);
        return report;
    }

    /// <summary>Only programming has times in the datasheet.</summary>
    private LoaderPace Pace(LoaderWork work) =>
        new(_clock, work == LoaderWork.Program ? _bank.Times.ProgramUnit.Typical : TimeSpan.Zero);

    private long Units(LoaderBlock block) => (block.Length / (uint)_bank.ProgramUnit) + 1;

    /// <summary>Three times what the datasheet allows for the units of a block, and what checksums take at the slowest clock.</summary>
    private TimeSpan LongestTime(LoaderBlock block) => (_bank.Times.ProgramUnit.Maximum * Units(block) * 3) + TimeSpan.FromMilliseconds(200);

    /// <summary>Looks until the loader says so; a crash, a hang and a failure each end it with what is known.</summary>
    private LoaderReport WaitFor(Func<LoaderReport, bool> done, TimeSpan deadline, CancellationToken cancel)
    {
        var begun = _clock.Now;
        while (true)
        {
            var report = Report();
            if (report.State == LoaderMailbox.Failed)
                throw Failure(report);
            if (done(report))
            {
                _looked = _clock.Now;
                return report;
            }

            if (report.Refusals != _refusals)
                SendAgain(report);
            else if (_core.IsHalted && Report() is var last && !done(last))
                throw last.State == LoaderMailbox.Failed ? Failure(last) : Failures.Crashed(_underWay);
            var waited = _clock.Now - begun;
            if (waited >= deadline)
                throw Failures.Hangs(_underWay, deadline);
            _clock.Delay(_pace.Pause(waited, _pause), cancel);
            cancel.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Units programmed between two looks, at least.</summary>
    private const int PollUnits = 8;

    /// <summary>Between two looks, however long a unit takes: the end of the last one is not to be waited for twice.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(1);

    private FlashException Failure(LoaderReport report) =>
        Failures.OfReport(report, _underWay.FirstOrDefault(block => block.Sequence > report.Done));

    private LoaderFailures Failures => new(_core, _bank, _place);

    private LoaderReport Report()
    {
        Span<byte> bytes = stackalloc byte[LoaderMailbox.ReportBytes];
        _core.Memory.Read(_place.Mailbox, bytes);
        return LoaderReport.Read(bytes);
    }

    private void SendAgain(LoaderReport report)
    {
        _refusals = report.Refusals;
        var block = _underWay.First(candidate => candidate.Sequence > report.Done);
        if (++_refusedInARow > MostRefusals)
        {
            throw new FlashException(
                FlashFault.RamBad, $"The block for 0x{block.Address:x8} arrived damaged {_refusedInARow} times.", _place.SlotOf(block.Sequence),
                "the checksum that was sent", "another");
        }

        _warnings.Replace("block-resent", $"{_refusals} blocks arrived damaged in the target's RAM and were sent again, the last for 0x{block.Address:x8}.");
        Send(block);
        Lost += _clock.Now - _looked;
        _looked = _clock.Now;
    }
}
