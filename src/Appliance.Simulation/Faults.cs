// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Doubles;

namespace Appliance.Simulation;

/// <summary>The faults a simulated board can have, by name.</summary>
public static class Faults
{
    private static readonly BoardFault[] Known =
    [
        new NoTarget(), new SwdioStuck("swdio-stuck-low", 0), new SwdioStuck("swdio-stuck-high", 1), new ResetStuckLow(), new WrongChip(),
        new ReadProtected(), new AnswersWaitForever(), new ResetLoop(), new LosesPowerMidProgram(), new BadFlashCell(), new BadRam(), new ParityNoise(),
        new FlashSizeZero(), new WatchdogRuns(), new SlowSilicon(), new SealedForEver(), new WriteProtected(), new OptionByteError(),
        new ResetNotConnected(), new Asleep(), new SupplySag(),
    ];

    /// <summary>All names, in the order they are documented.</summary>
    public static IReadOnlyList<string> Names { get; } = Known.Select(fault => fault.Name).ToArray();

    /// <summary>What a fault does, in one sentence.</summary>
    /// <exception cref="ArgumentException">There is no such fault.</exception>
    public static string Describe(string name) => Find(name).Description;

    /// <summary>Whether a sound job on a board with this fault ends FAIL; otherwise PASS with the trouble noted.</summary>
    /// <exception cref="ArgumentException">There is no such fault.</exception>
    public static bool EndsInFailure(string name) => Find(name).IsFatal;

    internal static BoardFault[] Chosen(SimulationOptions options, int lane)
    {
        string?[] names = [options.Fault, options.LaneFaults.GetValueOrDefault(lane)];
        return [.. names.OfType<string>().Select(Find)];
    }

    private static BoardFault Find(string name) => Known.FirstOrDefault(fault => fault.Name == name)
        ?? throw new ArgumentException($"no fault '{name}'; there are: {string.Join(' ', Names)}", nameof(name));
}
