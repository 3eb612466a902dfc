// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Jobs.Settings;
using Appliance.Platform.Wires;
using Appliance.Ports.Wires;
using Appliance.Service.Composition;

namespace Appliance.Service.Probes;

/// <summary>The wire on GPIO lines as a list of probes shows it.</summary>
/// <param name="Wired">Whether lines are wired.</param>
/// <param name="Chip">Label of the GPIO chip; null where it could not be looked at.</param>
/// <param name="Wire">How its lines are reached.</param>
/// <param name="Device">The device file used.</param>
/// <param name="Why">Why it is the slow way, where it is.</param>
/// <param name="FastestHertz">The fastest SWCLK, measured now; null where the lines are in use.</param>
/// <param name="Trouble">Why it cannot be used now; null when it can.</param>
internal sealed record WiredGpio(bool Wired, string? Chip, string? Wire, string? Device, string? Why, int? FastestHertz, string? Trouble)
{
    /// <summary>Looks at the lines of the settings. Where nobody has them, they are taken for a moment to measure the clock: SWCLK goes low, no
    /// edge follows.</summary>
    public static WiredGpio Look(ApplianceSettings settings)
    {
        var probe = GpioProbeId.Wire(new AutoProbeId(), settings);
        if (probe is UnusableProbeId unusable) return new WiredGpio(true, null, null, null, null, null, unusable.Why);
        return probe is GpioProbeId gpio ? Look(gpio, measure: true) : new WiredGpio(false, null, null, null, null, null, null);
    }

    /// <summary>Looks at the lines of a wire.</summary>
    /// <param name="gpio">The wire.</param>
    /// <param name="measure">Takes the lines for a moment to measure the clock; without it no line is taken.</param>
    public static WiredGpio Look(GpioProbeId gpio, bool measure)
    {
        try
        {
            var seen = With(gpio.Look());
            return measure ? seen with { FastestHertz = Measure(gpio, out var trouble), Trouble = trouble } : seen;
        }
        catch (WireException absent)
        {
            return new WiredGpio(true, null, null, null, null, null, absent.Message);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => this switch
    {
        { Wired: false } => "none wired (\"wiring\" or \"pins\" in appliance.yaml)",
        { Chip: null } => $"gpio cannot be used: {Trouble}",
        _ => string.Create(CultureInfo.InvariantCulture, $"gpio: {Chip}, {Wire} through {Device}{Speed}{(Why is null ? "" : $" ({Why})")}{(Trouble is null ? "" : $"; {Trouble}")}"),
    };

    /// <summary>For programs.</summary>
    public object AsJson() => new
    {
        wired = Wired, chip = Chip, wire = Wire, device = Device, why = Why, fastestHertz = FastestHertz, trouble = Trouble,
    };

    private string Speed => FastestHertz is > 0 and var hertz ? string.Create(CultureInfo.InvariantCulture, $", SWCLK up to {hertz / 1e6:0.00} MHz") : "";

    private static WiredGpio With(GpioWireFacts facts) => new(
        true, facts.Chip, facts.Kind == GpioWireKind.MemoryMapped ? "memory-mapped" : "character-device", facts.Device, facts.Why, null, null);

    private static int? Measure(GpioProbeId gpio, out string? trouble)
    {
        trouble = null;
        try
        {
            using var line = gpio.Open();
            return line.SetFrequency(int.MaxValue);
        }
        catch (WireException busy)
        {
            trouble = busy.Message;
            return null;
        }
    }
}
