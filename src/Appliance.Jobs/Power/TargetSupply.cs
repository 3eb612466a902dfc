// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Projects;
using Appliance.Ports.Power;

namespace Appliance.Jobs.Power;

/// <summary>The supply of one attempt: on and looked at before the connection is tried, off when it is closed, however it ended.</summary>
internal sealed class TargetSupply(ITargetPower power, TimeProvider time)
{
    private bool _on;

    /// <summary>Switches the supply on as the project wants it, waits until it has settled, and looks at it.</summary>
    /// <returns>What the record keeps of it; empty where there is nothing to switch and to sense.</returns>
    /// <exception cref="JobFailure">The supply cannot be had, or the voltage is not the project's.</exception>
    public string Begin(PowerPolicy policy, CancellationToken cancel)
    {
        if (policy.Supply == SupplyMode.Required && !power.CanSwitch)
            throw new JobFailure(Catalogue.TargetPowerFailed, "The project wants the appliance to supply the board, and no switch is wired.", "a switch named in appliance.yaml", "none");
        var supplies = power.CanSwitch && policy.Supply != SupplyMode.Never;
        try
        {
            if (supplies) SwitchOn(policy.Settle, cancel);
            var seen = power.CanSense ? Look(policy) : "";
            return string.Join(", ", new[] { supplies ? "supplied by the appliance" : "", seen }.Where(text => text.Length > 0));
        }
        catch (TargetPowerException failed)
        {
            throw new JobFailure(Catalogue.TargetPowerFailed, failed.Message, inner: failed);
        }
    }

    /// <summary>Switches the supply off.</summary>
    /// <returns>Why it could not be; null when it is off, or was never on.</returns>
    public string? End()
    {
        if (!_on) return null;
        try
        {
            power.Switch(false);
            _on = false;
            return null;
        }
        catch (TargetPowerException left)
        {
            return $"The board's supply could not be switched off: {left.Message}";
        }
    }

    private void SwitchOn(TimeSpan settle, CancellationToken cancel)
    {
        _on = true;
        power.Switch(true);
        Task.Delay(settle, time, cancel).GetAwaiter().GetResult();
    }

    private string Look(PowerPolicy policy)
    {
        var seen = power.Sense();
        if (seen.Millivolts is not { } millivolts)
            return seen.Present ? "VTref present" : throw new JobFailure(Catalogue.NoTargetVoltage, "The sense line says that there is no voltage.", "VTref", "none");
        if (millivolts >= policy.MinimumMillivolts && millivolts <= policy.MaximumMillivolts) return $"VTref {Volts(millivolts)}";
        throw new JobFailure(
            Catalogue.NoTargetVoltage, "VTref is outside the project's limits.", $"{Volts(policy.MinimumMillivolts)} to {Volts(policy.MaximumMillivolts)}", Volts(millivolts));
    }

    private static string Volts(int millivolts) => string.Create(CultureInfo.InvariantCulture, $"{millivolts / 1000m:0.00} V");
}
