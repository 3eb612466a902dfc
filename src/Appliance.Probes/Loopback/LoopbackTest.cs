// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Gpio;
using Appliance.Ports.Wires;

namespace Appliance.Probes.Loopback;

/// <summary>
/// Tests the lines of a wire without a target. Either one jumper joins SWCLK and SWDIO (<see cref="Jumper"/>), or SWCLK and SWDIO are each jumped to
/// a spare line (<see cref="Pair"/>), which tells them apart. One line drives at a time, so a wrong jumper hurts nothing.
/// </summary>
/// <param name="gpio">The lines one by one.</param>
/// <param name="pins">The wire.</param>
/// <param name="open">Opens the wire itself, to measure its clock.</param>
public sealed class LoopbackTest(IGpio gpio, WirePins pins, Func<ISwdLine> open)
{
    private const int Cycles = 4000;
    private const int SlowestHertz = 50_000;

    /// <summary>With SWCLK and SWDIO of lane 0 joined; measures the clock too.</summary>
    /// <exception cref="GpioException">A line cannot be had.</exception>
    /// <exception cref="WireException">The wire cannot be opened.</exception>
    public LoopbackReport Jumper()
    {
        var findings = Look(pins.All, new() { [pins.Swclk] = pins.Swdio[0], [pins.Swdio[0]] = pins.Swclk });
        if (findings.Count > 0) return new LoopbackReport(findings, null);
        return Fastest() is { } hertz
            ? new LoopbackReport([], hertz)
            : new LoopbackReport([new LoopbackFinding(LoopbackFault.NoClock, pins.Swdio[0], pins.Swclk)], null);
    }

    /// <summary>With SWCLK jumped to one spare line and SWDIO of lane 0 to another.</summary>
    /// <exception cref="GpioException">A line cannot be had.</exception>
    public LoopbackReport Pair(GpioLineName clockTo, GpioLineName dataTo)
    {
        var (clock, data) = (pins.Swclk, pins.Swdio[0]);
        List<GpioLineName> lines = [.. pins.All, clockTo, dataTo];
        var findings = Look(lines, new() { [clock] = clockTo, [clockTo] = clock, [data] = dataTo, [dataTo] = data });
        var crossed = Has(findings, clock, dataTo) && Has(findings, data, clockTo);
        return new LoopbackReport(crossed ? [new LoopbackFinding(LoopbackFault.Swapped, clock, data)] : findings, null);
    }

    private static bool Has(List<LoopbackFinding> findings, GpioLineName line, GpioLineName other) =>
        findings.Contains(new LoopbackFinding(LoopbackFault.Shorted, line, other));

    private List<LoopbackFinding> Look(IReadOnlyList<GpioLineName> lines, Dictionary<GpioLineName, GpioLineName> jumps)
    {
        List<LoopbackFinding> findings = [.. lines.SelectMany(Stuck)];
        return findings.Count > 0 ? findings : [.. lines.SelectMany(line => Reach(line, lines, jumps))];
    }

    private IEnumerable<LoopbackFinding> Stuck(GpioLineName line)
    {
        if (!Reads(line, GpioBias.PullUp)) yield return new LoopbackFinding(LoopbackFault.StuckLow, line);
        if (Reads(line, GpioBias.PullDown)) yield return new LoopbackFinding(LoopbackFault.StuckHigh, line);
    }

    private bool Reads(GpioLineName line, GpioBias bias)
    {
        using var input = gpio.OpenInput(line, new GpioInput(Bias: bias));
        return input.Read();
    }

    /// <summary>Drives one line both ways: another one is reached when it follows against its pull both times.</summary>
    private IEnumerable<LoopbackFinding> Reach(GpioLineName driver, IReadOnlyList<GpioLineName> lines, Dictionary<GpioLineName, GpioLineName> jumps)
    {
        var others = lines.Where(line => line != driver).ToList();
        var low = Following(driver, others, high: false);
        var high = Following(driver, others, high: true);
        foreach (var other in others)
        {
            var follows = low.Contains(other) && high.Contains(other);
            var jumped = jumps.GetValueOrDefault(driver) == other;
            if (follows && !jumped) yield return new LoopbackFinding(LoopbackFault.Shorted, driver, other);
            if (!follows && jumped) yield return new LoopbackFinding(LoopbackFault.Open, driver, other);
        }
    }

    private HashSet<GpioLineName> Following(GpioLineName driver, IEnumerable<GpioLineName> others, bool high)
    {
        using var output = gpio.OpenOutput(driver, new GpioOutput(On: high));
        return [.. others.Where(other => Reads(other, high ? GpioBias.PullDown : GpioBias.PullUp) == high)];
    }

    /// <summary>Samples SWDIO in every low half of SWCLK, faster first: where it is joined to SWCLK it reads low there, and high while SWCLK rests.</summary>
    private int? Fastest()
    {
        using var line = open();
        for (var hertz = line.SetFrequency(int.MaxValue); hertz >= SlowestHertz; hertz = line.SetFrequency(hertz / 10 * 8))
        {
            if (Follows(line)) return hertz;
        }

        return line.SetFrequency(SlowestHertz) == 0 && Follows(line) ? 0 : null;
    }

    private static bool Follows(ISwdLine line)
    {
        var planes = new uint[Cycles];
        line.Clock(1, [new SwdPhase(SwdPhaseKind.Sample, Cycles)], [], planes);
        return planes.All(plane => (plane & 1) == 0) && (line.SampleReleased() & 1) != 0;
    }
}
