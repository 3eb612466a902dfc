// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Service.Bench.Line;

/// <summary>The figures of an appliance on a line, and the machine they are of.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Figures">The figures.</param>
internal sealed record LineBench(MachineFacts Machine, IReadOnlyList<LineFigure> Figures)
{
    private static IReadOnlyList<ILineMeasurement> All => [new PressToClock(), new StartToReady(), new WireCost(), new StickImport()];

    /// <summary>Measures everything, one after the other.</summary>
    public static LineBench Run(CancellationToken cancel) => new(MachineFacts.Now(), [.. All.SelectMany(measurement => measurement.Measure(cancel))]);
}
