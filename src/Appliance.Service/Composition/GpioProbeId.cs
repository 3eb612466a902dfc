// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Settings;
using Appliance.Platform.Wires;
using Appliance.Ports.Gpio;
using Appliance.Ports.Wires;
using Appliance.Service.Cli;

namespace Appliance.Service.Composition;

/// <summary>SWD on GPIO lines of this machine.</summary>
/// <param name="Pins">The lines; null until the settings were looked at.</param>
public sealed record GpioProbeId(WirePins? Pins) : ProbeId
{
    /// <summary>The name after <c>--probe</c>.</summary>
    public const string Kind = "gpio";

    /// <inheritdoc/>
    public override string ToText() => Kind;

    /// <summary>Opens the wire.</summary>
    /// <exception cref="WireException">It cannot be opened.</exception>
    internal ISwdLine Open() => new GpioWire(TimeProvider.System).Open(Wired());

    /// <summary>What the wire would be made of. Takes no line.</summary>
    /// <exception cref="WireException">The lines are not there.</exception>
    internal GpioWireFacts Look() => new GpioWire(TimeProvider.System).Look(Wired());

    /// <summary>Gives this kind of probe its lines. <c>auto</c> becomes it where lines are wired; every other probe stays what it is.</summary>
    internal static ProbeId Wire(ProbeId probe, ApplianceSettings settings)
    {
        if (probe is not (AutoProbeId or GpioProbeId { Pins: null })) return probe;
        try
        {
            if (StandardWiring.Shipped.Apply(settings).Pins is { } pins) return new GpioProbeId(Lines(pins));
        }
        catch (BadInputException unusable)
        {
            return new UnusableProbeId(probe.ToText(), unusable.Message);
        }

        return probe is AutoProbeId
            ? probe
            : new UnusableProbeId(Kind, "The probe is gpio, and appliance.yaml names neither \"wiring\" nor \"pins\".");
    }

    private static WirePins Lines(PinSettings pins)
    {
        var straight = pins.Swdio.Concat(pins.Direction).Append(pins.Swclk).Concat(pins.ResetGate is { } gate ? [gate] : []);
        if (straight.FirstOrDefault(line => line.ActiveLow) is { } low)
            throw new BadInputException($"appliance.yaml: {low.Line} is a line of \"pins\" and cannot be active-low; only nreset is low when it is on.");
        return new WirePins(
            Name(pins.Swclk), [.. pins.Swdio.Select(Name)], [.. pins.Direction.Select(Name)], pins.Reset is { } reset ? Name(reset) : null,
            pins.ResetGate is { } driven ? Name(driven) : null);
    }

    private static GpioLineName Name(LineSettings line) => new(line.Chip, line.Line);

    private WirePins Wired() => Pins ?? throw new WireException(Kind, "no lines are wired");
}
