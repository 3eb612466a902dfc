// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Debug;

/// <summary>Trouble on the serial wire, by transfer number (1 is the first request answered since power-on) or by noise.</summary>
public sealed class WireTrouble
{
    private readonly Dice _dice;
    private readonly SortedDictionary<long, WireTroubleKind> _planned = [];
    private long _next = long.MaxValue;

    internal WireTrouble(long seed) => _dice = new Dice(seed);

    /// <summary>One transfer in so many has a wrong data parity; 0 for none.</summary>
    public int NoiseOneIn { get; set; }

    /// <summary>How many transfers were troubled.</summary>
    public long Hits { get; private set; }

    internal bool Silent { get; private set; }

    internal bool Wait { get; private set; }

    internal bool Fault { get; private set; }

    internal ulong ReadFlip { get; private set; }

    internal bool WriteFlip { get; private set; }

    /// <summary>Plans trouble for transfers <paramref name="transfer"/> to <paramref name="transfer"/> + <paramref name="count"/> - 1.</summary>
    public void Plan(WireTroubleKind kind, long transfer, int count = 1)
    {
        for (var i = 0; i < count; i++)
            _planned[transfer + i] = kind;
        _next = _planned.Keys.First();
    }

    internal void Begin(long transfer)
    {
        Silent = Wait = Fault = WriteFlip = false;
        ReadFlip = 0;
        if (transfer >= _next)
            TakePlanned(transfer);
        if (NoiseOneIn != 0 && _dice.Next() % (ulong)NoiseOneIn == 0)
            Apply(WireTroubleKind.Parity);
    }

    private void TakePlanned(long transfer)
    {
        if (_planned.Remove(transfer, out var kind))
            Apply(kind);
        while (_planned.Count > 0 && _planned.Keys.First() <= transfer)
            _planned.Remove(_planned.Keys.First());
        _next = _planned.Count > 0 ? _planned.Keys.First() : long.MaxValue;
    }

    private void Apply(WireTroubleKind kind)
    {
        Hits++;
        Silent = kind == WireTroubleKind.NoAnswer;
        Wait = kind == WireTroubleKind.Wait;
        Fault = kind == WireTroubleKind.Fault;
        WriteFlip = kind == WireTroubleKind.Parity;
        ReadFlip = kind == WireTroubleKind.Parity ? 1UL << (int)_dice.Between(0, 32) : 0;
    }
}

/// <summary>Trouble one transfer can have.</summary>
public enum WireTroubleKind
{
    /// <summary>Data on the wire with one bit flipped: the host sees a wrong read parity, the target a wrong write parity.</summary>
    Parity,

    /// <summary>The target answers WAIT where the standard lets it.</summary>
    Wait,

    /// <summary>The access port reports an error: STICKYERR, then FAULT until it is cleared.</summary>
    Fault,

    /// <summary>No answer, until a line reset.</summary>
    NoAnswer,
}
