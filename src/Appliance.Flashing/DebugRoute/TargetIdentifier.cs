// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.CortexM;
using Appliance.Targets.Descriptions;
using Appliance.Targets.Identification;

namespace Appliance.Flashing.DebugRoute;

/// <summary>Reads who the target is, and what the record should know of it, before anything on it is changed.</summary>
internal sealed class TargetIdentifier(CortexMCore core, ChipDescription chip, uint dpidr, WarningLog warnings)
{
    /// <summary>Refuses the wrong chip by name and a protected one; the rest becomes identity and warnings.</summary>
    public TargetIdentity Identify()
    {
        var facts = new ChipIdentifier(ChipCatalog.Default).Identify(core, chip, dpidr);
        foreach (var warning in facts.Warnings)
            warnings.Add(warning.Code, warning.Text);
        WarnOfWatchdog();
        return new TargetIdentity(
            chip.Name, dpidr, facts.Cpuid.Value, facts.DeviceId, facts.RevisionId, Convert.ToHexStringLower(facts.UniqueId.Span), facts.FlashKilobytes);
    }

    private void WarnOfWatchdog()
    {
        if (chip.HardwareWatchdog is { } watchdog && watchdog.IsOn(core.Memory.ReadWord(watchdog.Address)))
        {
            warnings.Add(
                "watchdog",
                "The option bytes start the independent watchdog at every reset. It was frozen while the core was halted; the firmware must feed it.");
        }
    }
}
