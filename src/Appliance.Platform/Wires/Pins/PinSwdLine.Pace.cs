// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Platform.Wires.Pins;

/// <summary>The speed of the clock: measured on cycles that move no pin, each time one is asked for, because the processor changes its own.</summary>
internal sealed partial class PinSwdLine<TBlock>
{
    private const int LongWait = 256; // turns of the waiting loop in the second of the two measurements
    private const int Corrections = 4;
    private const int Repeats = 5; // of each measurement; the shortest counts: what was slower was interrupted
    private static readonly TimeSpan EachRun = TimeSpan.FromMicroseconds(150);

    /// <summary>Finds the shortest wait that is no faster than asked for and measures what comes of it.</summary>
    /// <returns>The clock reached: cycles come no closer than that, but for interruptions of the processor. 0 where the clock of the machine tells nothing.</returns>
    public int SetFrequency(int hertz)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hertz);
        var wanted = 1e9 / hertz;
        var unpaced = Period(0, TimeSpan.Zero);
        var spin = (Period(LongWait, TimeSpan.Zero) - unpaced) / LongWait;
        _spins = 0;
        if (unpaced <= 0 || spin <= 0) return 0;
        if (unpaced >= wanted) return (int)(1e9 / unpaced);

        var spins = Spins((wanted - unpaced) / spin);
        var period = Period(spins, TimeSpan.FromMicroseconds(wanted / 1000));
        for (var i = 0; i < Corrections && period < wanted; i++)
        {
            spins = Spins((spins * wanted / period) + 1);
            period = Period(spins, TimeSpan.FromMicroseconds(wanted / 1000));
        }

        return (int)(1e9 / period);
    }

    private static int Spins(double exact) => (int)Math.Min(Math.Ceiling(exact), int.MaxValue / 2);

    /// <summary>Nanoseconds of a cycle with a wait.</summary>
    private double Period(int spins, TimeSpan about)
    {
        _spins = spins;
        var cycles = about > TimeSpan.Zero ? (int)Math.Clamp(EachRun / about, 2, 2000) : 200;
        var best = double.MaxValue;
        for (var i = 0; i < Repeats; i++)
        {
            var begun = _time.GetTimestamp();
            Float(0, cycles);
            best = Math.Min(best, _time.GetElapsedTime(begun).TotalNanoseconds / cycles);
        }

        return best;
    }
}
