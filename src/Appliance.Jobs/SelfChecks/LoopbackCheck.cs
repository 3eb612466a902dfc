// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Ports.Gpio;
using Appliance.Ports.Wires;
using Appliance.Probes.Loopback;

namespace Appliance.Jobs.SelfChecks;

/// <summary>The lines of the wire, looped back without a target: sound, and how fast they are. There only where the settings name a loop-back.</summary>
/// <param name="test">Runs the test; takes the lines for as long as it lasts.</param>
public sealed class LoopbackCheck(Func<LoopbackReport> test) : ISelfCheck
{
    private const string Action =
        "Take the target off, put the loop-back in and start again; if this comes again, the lines are damaged. Without a loop-back remove 'loopback' from appliance.yaml.";

    /// <inheritdoc/>
    public string Name => "loop-back";

    /// <inheritdoc/>
    public bool MustHave => false;

    /// <inheritdoc/>
    public SelfCheckFinding Look(CancellationToken cancel)
    {
        try
        {
            var report = test();
            if (!report.Passed) return SelfCheckFinding.Fail(string.Join(" ", report.Findings), Action);
            var speed = report.MaxHertz is > 0 and var hertz ? string.Create(CultureInfo.InvariantCulture, $"; SWCLK up to {hertz / 1e6:0.00} MHz was read without an error") : "";
            return SelfCheckFinding.Ok($"The lines of the wire are sound{speed}.");
        }
        catch (Exception refused) when (refused is GpioException or WireException)
        {
            return SelfCheckFinding.Fail($"The lines could not be tested: {refused.Message}", Action);
        }
    }
}
