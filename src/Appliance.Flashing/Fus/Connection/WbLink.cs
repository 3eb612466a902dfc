// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Targets;
using Appliance.Targets.Adi;
using Appliance.Targets.CortexM;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Fus.Connection;

/// <summary>
/// Memory of an STM32WB whose application core runs: never halted, never reset by connecting. FUS resets the chip as it likes, and the debug port goes with
/// it; that is what a lost connection means here, and the link comes back by itself.
/// </summary>
internal sealed class WbLink
{
    private static readonly TimeSpan PowerUp = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(20);

    private readonly IDapLink _link;
    private readonly ChipDescription _chip;
    private readonly FusTiming _timing;
    private readonly ResetWitness _witness;
    private readonly int _hertz;
    private MemAp? _memory;
    private bool _held;
    private bool _needsReset;

    public WbLink(IDapLink link, ChipDescription chip, FusTiming timing, int hertz)
    {
        (_link, _chip, _timing, _hertz) = (link, chip, timing, hertz);
        _witness = new ResetWitness(chip.Ram[0].Start + chip.Ram[0].Size - sizeof(uint));
    }

    /// <summary>Target time.</summary>
    public ITargetClock Clock => _link.Clock;

    /// <summary>The link below.</summary>
    public IDapLink Link => _link;

    /// <summary>SWCLK asked for.</summary>
    public int Hertz => _hertz;

    /// <summary>Resets seen since the last call of <see cref="ForgetResets"/>; some may have been more than one.</summary>
    public int Resets { get; private set; }

    /// <summary>What the debug port said of itself.</summary>
    public DapIdentity? Identity { get; private set; }

    /// <summary>Attaches, and lets a core run that somebody has left halted.</summary>
    public void Open(CancellationToken cancel)
    {
        Attach(cancel);
        Release();
        ForgetResets(cancel);
    }

    /// <summary>
    /// Attaches while nRESET is held, and leaves the core halted before its first instruction: for firmware that takes the debug pins or sleeps. Only for a board
    /// that stays silent: FUS at work is never silent for long, since the ROM leaves the pins alone.
    /// </summary>
    public void OpenUnderReset(CancellationToken cancel)
    {
        _link.DriveReset(true);
        try
        {
            Clock.Delay(CoreDeadlines.Default.ResetPulse, cancel);
            Identity = _link.Connect(_hertz);
            var core = CoreAttach.UnderReset(_link, _chip);
            core.CatchResets(false);
        }
        catch
        {
            _link.DriveReset(false);
            throw;
        }

        _memory = MemAp.Open(_link, _chip.Cores[0].AccessPort);
        _held = _needsReset = true;
        ForgetResets(cancel);
    }

    /// <summary>Something done with memory just after the firmware was let start: where it takes the debug pins, with the reset held first.</summary>
    public T WithFirmware<T>(Func<IMemory, T> use, CancellationToken cancel)
    {
        if (!_needsReset)
            return With(use, cancel);
        OpenUnderReset(cancel);
        var result = use(_memory!);
        ReleaseHeld(cancel);
        return result;
    }

    /// <summary>Gives a core back that was held since the attach: its next start is that of the ROM.</summary>
    public void ReleaseHeld(CancellationToken cancel)
    {
        if (!_held)
            return;
        _held = false;
        _ = With(memory =>
        {
            Release();
            return true;
        }, cancel);
    }

    /// <summary>Whether this link can hold nRESET.</summary>
    public bool HoldsReset => _link.Features.HasFlag(WireFeatures.Reset);

    /// <summary>Gives the core back to the boot loader in ROM: it runs, and no reset is caught.</summary>
    public void Release() => CortexMCore.Open(_link, _memory!).Release();

    /// <summary>Does something with memory; a connection that is lost in between is made anew and the whole is done again.</summary>
    public T With<T>(Func<IMemory, T> use, CancellationToken cancel)
    {
        var end = Clock.Now + _timing.Reattach;
        while (true)
        {
            try
            {
                return use(Memory(cancel));
            }
            catch (Exception lost) when (IsLost(lost) && Clock.Now < end)
            {
                Lose(cancel);
            }
        }
    }

    /// <summary>The same once only; null where the connection was lost, which is a reset.</summary>
    public T? Once<T>(Func<IMemory, T?> use, CancellationToken cancel)
        where T : class
    {
        try
        {
            return use(Memory(cancel));
        }
        catch (Exception lost) when (IsLost(lost))
        {
            Lose(cancel);
            return null;
        }
    }

    /// <summary>Looks whether there was a reset, and counts it.</summary>
    public bool LookForReset(CancellationToken cancel)
    {
        var seen = With(_witness.Look, cancel);
        Resets += seen ? 1 : 0;
        return seen;
    }

    /// <summary>Resets so far do not count.</summary>
    public void ForgetResets(CancellationToken cancel)
    {
        _ = With(memory =>
        {
            _witness.Arm(memory);
            return true;
        }, cancel);
        Resets = 0;
    }

    /// <summary>The connection counts as lost; it is made anew by whoever needs it next.</summary>
    public void Drop() => _memory = null;

    /// <summary>Whether an error means that the target did not answer.</summary>
    public static bool IsLost(Exception error) => error is DapException { Fault: not (DapFault.StuckLow or DapFault.StuckHigh) } or TargetException;

    private IMemory Memory(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (_memory is null)
            Attach(cancel);
        return _memory!;
    }

    private void Lose(CancellationToken cancel)
    {
        _memory = null;
        Clock.Delay(Retry, cancel);
    }

    private void Attach(CancellationToken cancel)
    {
        var end = Clock.Now + _timing.Reattach;
        while (true)
        {
            try
            {
                Identity = _link.Connect(_hertz);
                DebugPortPower.Up(_link, PowerUp);
                _memory = MemAp.Open(_link, _chip.Cores[0].AccessPort);
                foreach (var freeze in _chip.Debug)
                    _memory.WriteWord(freeze.Address, _memory.ReadWord(freeze.Address) | freeze.SetBits);
                _memory.Flush();
                return;
            }
            catch (Exception lost) when (IsLost(lost) && Clock.Now < end)
            {
                Lose(cancel);
            }
        }
    }
}
