// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.SelfChecks;
using Appliance.Ports.Serial;
using Appliance.Ports.Usb;
using Appliance.Service.Probes;

namespace Appliance.Service.Composition;

/// <summary>Whether the probe that is configured is there. A probe on USB is not opened; GPIO lines are taken for a moment where their clock is to be measured.</summary>
internal static class ProbeLook
{
    /// <summary>Looks.</summary>
    /// <param name="probe">The probe.</param>
    /// <param name="bus">Where probes on USB are.</param>
    /// <param name="measure">Whether the clock of GPIO lines is measured, which takes them.</param>
    public static SelfCheckFinding At(ProbeId probe, IUsbBus bus, bool measure) => probe switch
    {
        UnusableProbeId unusable => SelfCheckFinding.Fail(unusable.Why, "Correct 'probe' in appliance.yaml."),
        AutoProbeId => Attached(AttachedProbes.Look(bus), new UsbProbeId(null, null, null)),
        JtagProbeId { Wire: UsbProbeId behind } => Attached(AttachedProbes.Look(bus), behind),
        UsbProbeId usb => Attached(AttachedProbes.Look(bus), usb),
        GpioProbeId gpio => Wired(WiredGpio.Look(gpio, measure)),
        UsartProbeId usart => Line(usart.Device, BootLoaderProbes.SerialPorts.List()),
        GdbProbeId { Device: { } device } => Line(device, BootLoaderProbes.SerialPorts.List()),
        GdbProbeId { IsRemote: false } gdb => BlackMagic(gdb, BootLoaderProbes.SerialPorts.List()),
        _ => SelfCheckFinding.Warn(
            $"{probe.ToText()} is simulated or remote: nothing made with it counts as production.", "For production, name a real probe in appliance.yaml."),
    };

    private static SelfCheckFinding Wired(WiredGpio wire) => wire switch
    {
        { Trouble: { } trouble } => SelfCheckFinding.Fail(trouble, "Compare 'wiring' or 'pins' of appliance.yaml with what 'gpioinfo' prints, and look who has the lines."),
        { Why: not null } => SelfCheckFinding.Warn($"{wire}.", "It works, and slowly. How the registers are reached is in the page on hardware."),
        _ => SelfCheckFinding.Ok($"{wire}."),
    };

    private static SelfCheckFinding Line(string device, IReadOnlyList<SerialPort> ports) =>
        ports.Any(port => device == port.Device || device == port.File || device == port.Path)
            ? SelfCheckFinding.Ok($"The serial line {device} is there.")
            : SelfCheckFinding.Warn($"The serial line {device} is not there.", "Plug its adapter in, then press PROG.");

    private static SelfCheckFinding BlackMagic(GdbProbeId wanted, IReadOnlyList<SerialPort> ports)
    {
        try
        {
            return SelfCheckFinding.Ok($"Black Magic Probe, {GdbProbes.Choose(wanted, ports).Device}.");
        }
        catch (JobFailure absent)
        {
            return SelfCheckFinding.Warn(absent.Message, absent.Entry.Action);
        }
    }

    private static SelfCheckFinding Attached(AttachedProbes attached, UsbProbeId wanted)
    {
        if (attached.Trouble is { } trouble) return SelfCheckFinding.Fail($"USB cannot be looked at: {trouble}", "Call the line engineer.");
        try
        {
            var found = UsbProbes.Choose(attached.Found, wanted);
            return found.Device.Trouble is null
                ? SelfCheckFinding.Ok($"{found.Title}.")
                : SelfCheckFinding.Fail($"{found}.", "Call the line engineer: the probe's udev rule is missing, or another program has the probe.");
        }
        catch (JobFailure absent)
        {
            // It may be plugged in later; a job then finds it.
            return SelfCheckFinding.Warn(absent.Message, absent.Entry.Action);
        }
    }
}
