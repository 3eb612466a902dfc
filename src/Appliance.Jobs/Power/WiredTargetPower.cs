// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Panel;
using Appliance.Jobs.Settings;
using Appliance.Ports.Gpio;
using Appliance.Ports.Power;

namespace Appliance.Jobs.Power;

/// <summary>
/// The target's supply on a GPIO switch, its sense on a GPIO line or an analog converter, as <c>appliance.yaml</c> names them. A part that is wired
/// and cannot be had is told in <see cref="Troubles"/> and refuses when it is used: a job that needs it must not go on without. Off from the
/// beginning, and when disposed.
/// </summary>
public sealed class WiredTargetPower : ITargetPower, IDisposable
{
    private const string SwitchName = "The switch of the target's supply";
    private const string SenseName = "The sense of the target's supply";

    private readonly List<string> _troubles = [];
    private readonly PowerSettings _parts;
    private readonly IGpioLine? _switch;
    private readonly IGpioLine? _present;
    private readonly IVoltageInput? _converter;

    /// <summary>Takes the lines; the supply is off.</summary>
    /// <param name="gpio">Lines.</param>
    /// <param name="converter">Finds a channel of a converter.</param>
    /// <param name="parts">What is wired.</param>
    public WiredTargetPower(IGpio gpio, Func<AdcSettings, IVoltageInput> converter, PowerSettings parts)
    {
        _parts = parts;
        if (parts.Switch is { } line) _switch = Take(SwitchName, () => gpio.OpenOutput(Named(line), new GpioOutput(ActiveLow: line.ActiveLow)));
        if (parts.Vtref?.Present is { } sense) _present = Take(SenseName, () => gpio.OpenInput(Named(sense), new GpioInput(sense.ActiveLow)));
        if (parts.Vtref?.Adc is { } adc) _converter = converter(adc);
    }

    /// <summary>One sentence for each part that could not be had.</summary>
    public IReadOnlyList<string> Troubles => _troubles;

    /// <summary>One sentence for each line that is not there. Takes no line, and asks no converter.</summary>
    public static IReadOnlyList<string> Missing(IGpio gpio, PowerSettings parts) =>
        LineLook.Missing(gpio, [(SwitchName, parts.Switch), (SenseName, parts.Vtref?.Present)]);

    /// <inheritdoc/>
    public bool CanSwitch => _parts.Switch is not null;

    /// <inheritdoc/>
    public bool CanSense => _parts.Vtref is not null;

    /// <inheritdoc/>
    public void Switch(bool on)
    {
        if (!CanSwitch) return;
        Try(SwitchName, _switch, line =>
        {
            line.Write(on);
            return on;
        });
    }

    /// <inheritdoc/>
    public TargetVoltage Sense()
    {
        if (_parts.Vtref?.Adc is not { } adc) return new TargetVoltage(Try(SenseName, _present, line => line.Read()), null);
        var millivolts = (int)Math.Round(_converter!.ReadMillivolts() * adc.Divider);
        return new TargetVoltage(millivolts > 0, millivolts);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Switch(false);
        }
        catch (TargetPowerException left)
        {
            _troubles.Add(left.Message);
        }

        _switch?.Dispose();
        _present?.Dispose();
    }

    private static GpioLineName Named(LineSettings line) => new(line.Chip, line.Line);

    private static T Try<T>(string what, IGpioLine? line, Func<IGpioLine, T> action)
    {
        try
        {
            return action(line ?? throw new TargetPowerException($"{what} does not work; the page says why."));
        }
        catch (GpioException refused)
        {
            throw new TargetPowerException($"{what} does not work: {refused.Message}", refused);
        }
    }

    private IGpioLine? Take(string what, Func<IGpioLine> open)
    {
        try
        {
            return open();
        }
        catch (GpioException refused)
        {
            _troubles.Add($"{what} does not work: {refused.Message}");
            return null;
        }
    }
}
