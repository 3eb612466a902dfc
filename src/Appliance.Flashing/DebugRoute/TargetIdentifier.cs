// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets;
using Appliance.Targets.CortexM;
using Appliance.Targets.Descriptions;
using Appliance.Targets.Identification;

namespace Appliance.Flashing.DebugRoute;

/// <summary>Reads who the target is, and what the record should know of it, before anything on it is changed.</summary>
internal sealed class TargetIdentifier(CortexMCore core, ChipDescription chip, uint dpidr, WarningLog warnings)
{
    /// <summary>Refuses the wrong chip by name and a protected one; the rest becomes identity and warnings.</summary>
    /// <exception cref="FlashException"><see cref="FlashFault.OptionError"/>: it counts as protected because its option bytes are damaged.</exception>
    public TargetIdentity Identify()
    {
        var facts = Facts();
        foreach (var warning in facts.Warnings)
            warnings.Add(warning.Code, warning.Text);
        WarnOfWatchdog();
        return new TargetIdentity(
            chip.Name, dpidr, facts.Cpuid.Value, facts.DeviceId, facts.RevisionId, Convert.ToHexStringLower(facts.UniqueId.Span), facts.FlashKilobytes);
    }

    /// <summary>Refuses the wrong chip by name, and tells whether the right one is read-protected.</summary>
    public bool IsProtected() => new ChipIdentifier(ChipCatalog.Default).Identify(core, chip, dpidr, allowProtected: true).ReadProtectionLevel > 0;

    private ChipFacts Facts()
    {
        try
        {
            return new ChipIdentifier(ChipCatalog.Default).Identify(core, chip, dpidr);
        }
        catch (TargetException refused) when (refused.Fault == TargetFault.ReadProtected && AreOptionsDamaged())
        {
            throw new FlashException(
                FlashFault.OptionError, "Option bytes of the chip do not match their complements; it runs on defaults and counts as read-protected.",
                chip.Options!.Error!.Address, "options that match", refused.Actual, refused);
        }
    }

    /// <summary>Looked at only to explain a protected chip: some families show the flag after every reset (STM32L4 errata).</summary>
    private bool AreOptionsDamaged() => chip.Options?.Error is { } flag && (core.Memory.ReadWord(flag.Address) & flag.Mask) != 0;

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
