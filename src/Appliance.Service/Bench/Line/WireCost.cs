// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Platform.Wires;
using Appliance.Ports.Wires;

namespace Appliance.Service.Bench.Line;

/// <summary>
/// What a SWCLK cycle of the memory-mapped wire costs the processor, on plain memory, beside a C loop with the same stores, barriers and loads. As many
/// writes as reads; the tenth percentile of many runs shorter than a time slice, the two taken one after the other several times.
/// </summary>
internal sealed class WireCost : ILineMeasurement
{
    private const int Rounds = 3, Runs = 2000, Frames = 128;
    private const double MostTimesC = 1.2;
    private static readonly SwdPhase[] Write = [new(SwdPhaseKind.Drive, 8), new(SwdPhaseKind.Float, 1), new(SwdPhaseKind.Sample, 3), new(SwdPhaseKind.Float, 1), new(SwdPhaseKind.Drive, 33)];
    private static readonly SwdPhase[] Read = [new(SwdPhaseKind.Drive, 8), new(SwdPhaseKind.Float, 1), new(SwdPhaseKind.Sample, 36), new(SwdPhaseKind.Float, 1)];
    private static readonly uint[] Planes = [.. Enumerable.Range(0, 41).Select(i => (uint)i * 0x9E3779B1u)];

    /// <inheritdoc/>
    public IReadOnlyList<LineFigure> Measure(CancellationToken cancel)
    {
        using var program = CProgram.Build("gpio_loop.c");
        return [.. Figures(1, program, cancel), .. Figures(8, program, cancel)];
    }

    private static IEnumerable<LineFigure> Figures(int lanes, CProgram? program, CancellationToken cancel)
    {
        double wire = double.MaxValue, loop = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            wire = Math.Min(wire, Wire(lanes));
            if (program?.Number(lanes.ToString(CultureInfo.InvariantCulture)) is { } number) loop = Math.Min(loop, number);
        }

        var known = loop < double.MaxValue;
        yield return new LineFigure($"wireNsPerClock{lanes}", wire, "ns", null, $"memory-mapped wire, {lanes} lanes on one SWCLK, on plain memory");
        yield return new LineFigure($"cNsPerClock{lanes}", known ? loop : null, "ns", null, known ? "the same stores in C, gcc -O2" : "needs gcc and the source tree");
        yield return new LineFigure($"wireTimesC{lanes}", known ? wire / loop : null, "×", MostTimesC, "the wire beside C");
    }

    private static double Wire(int lanes)
    {
        using var line = GpioWire.OnMemory(lanes);
        var sample = new uint[36];
        var runs = new double[Runs];
        for (var run = 0; run < Runs; run++)
        {
            var (cycles, begun) = (line.Cycles, TimeProvider.System.GetTimestamp());
            for (var frame = 0; frame < Frames; frame++)
            {
                line.Clock(uint.MaxValue, Write, Planes, sample);
                line.Clock(uint.MaxValue, Read, Planes, sample);
            }

            runs[run] = TimeProvider.System.GetElapsedTime(begun).TotalNanoseconds / (line.Cycles - cycles);
        }

        Array.Sort(runs);
        return runs[Runs / 10];
    }
}
