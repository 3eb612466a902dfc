// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Settings;
using Appliance.Platform.Gpio;
using Appliance.Ports.Gpio;
using Appliance.Ports.Wires;
using Appliance.Probes.Loopback;

namespace Appliance.Service.Composition;

/// <summary>The loop-back test of this machine's wire.</summary>
internal static class WireLoopback
{
    /// <summary>Tests the lines, which are taken as long as it lasts.</summary>
    /// <exception cref="WireException">The wire is not one of GPIO lines, or they cannot be had.</exception>
    public static LoopbackReport Run(ProbeId probe, LoopbackSettings joined)
    {
        if (probe is not GpioProbeId { Pins: { } pins } gpio)
            throw new WireException(GpioProbeId.Kind, probe is UnusableProbeId unusable ? unusable.Why : $"the probe is {probe.ToText()}, and only GPIO lines can be looped back");
        var test = new LoopbackTest(new GpioCharacterDevice(), pins, gpio.Open);
        try
        {
            return joined is { ClockTo: { } clock, DataTo: { } data }
                ? test.Pair(new GpioLineName(pins.Swclk.Chip, clock), new GpioLineName(pins.Swclk.Chip, data))
                : test.Jumper();
        }
        catch (GpioException refused)
        {
            throw new WireException(GpioProbeId.Kind, refused.Message, refused);
        }
    }
}
