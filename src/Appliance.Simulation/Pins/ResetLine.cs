// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Pins;

/// <summary>
/// nRESET of one board: open drain with a pull-up to the board's supply. It is low while the host, the chip itself, something on the
/// board or a missing supply pulls it.
/// </summary>
internal sealed class ResetLine
{
    /// <summary>The chip stretches each reset of its own to at least this (RM0008, section 7.1.1).</summary>
    private const long OwnPulse = 20 * VirtualTime.PerMicrosecond;

    private readonly Agenda _agenda;
    private readonly AgendaEntry _ownPulseEnd;
    private bool _host;
    private bool _board;
    private bool _chip;
    private bool _unpowered;

    public ResetLine(Agenda agenda)
    {
        _agenda = agenda;
        _ownPulseEnd = agenda.Add(() => Change(ref _chip, false, ResetCause.Pin));
    }

    /// <summary>Called when the line has fallen (with the cause) or risen (null).</summary>
    public Action<ResetCause?>? Changed { get; set; }

    /// <summary>Who writes down its level, as which lane.</summary>
    public (IPinTrace? By, int Lane) Trace { get; set; }

    /// <summary>Whether the wire between host and board is broken.</summary>
    public bool IsCut { get; set; }

    /// <summary>Whether the host sees it low.</summary>
    public bool SeenLow => IsCut ? _host : IsLow;

    /// <summary>Whether the line is low.</summary>
    public bool IsLow => (_host && !IsCut) || _board || _chip || _unpowered;

    /// <summary>The probe pulls or releases.</summary>
    public void PullByHost(bool low) => Change(ref _host, low, ResetCause.Pin);

    /// <summary>Something on the board pulls or releases.</summary>
    public void PullByBoard(bool low) => Change(ref _board, low, ResetCause.Pin);

    /// <summary>The supply goes or comes.</summary>
    public void Supply(bool present) => Change(ref _unpowered, !present, ResetCause.PowerOn);

    /// <summary>The chip resets itself.</summary>
    public void PulseByChip(ResetCause cause)
    {
        _ownPulseEnd.At = _agenda.Now + OwnPulse;
        Change(ref _chip, true, cause);
    }

    private void Change(ref bool pull, bool low, ResetCause cause)
    {
        var before = IsLow;
        pull = low;
        if (IsLow == before)
            return;
        Trace.By?.Reset(_agenda.Now, Trace.Lane, low);
        Changed?.Invoke(low ? cause : null);
    }
}
