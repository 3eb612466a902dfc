// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Flashing.Layout;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>What a project may ask of a route to the target.</summary>
internal static class RouteRules
{
    public static void Check(LoadedProject loaded, SessionCapabilities route, FlashPlan? plan, ProblemList problems)
    {
        var project = loaded.Project;
        Need("verify", project.Verify == VerifyMethod.Readback, SessionCapabilities.Readback, "read the flash back");
        Need("verify", project.Verify == VerifyMethod.Crc, SessionCapabilities.TargetCrc | SessionCapabilities.Readback, "compute a CRC on the target and read samples back");
        Need("erase", plan?.Erase == EraseMethod.Mass, SessionCapabilities.MassErase, "erase the whole chip");
        Need("erase", plan?.Erase is EraseMethod.Sectors or EraseMethod.Used, SessionCapabilities.SectorErase, "erase single sectors");
        Need("erase", plan?.Erase == EraseMethod.Changed, SessionCapabilities.TargetCrc | SessionCapabilities.SectorErase, "compare sectors by a CRC on the target");
        Need("connect", project.Connect == ConnectMode.UnderReset, SessionCapabilities.HardwareReset, "drive nRESET");
        Need("options", project.Options.Count > 0, SessionCapabilities.OptionBytes, "change option bytes");
        Need("unlock", project.Unlock, SessionCapabilities.OptionBytes, "remove read protection");
        Need("loaders", project.Loaders.Count > 0, SessionCapabilities.VendorLoaders, "run a loader on the target");
        Need("coprocessor", project.Coprocessor is not null, SessionCapabilities.Coprocessor, "work on the coprocessor");
        Need("reset", project.Reset == FinalState.Halt, SessionCapabilities.Halt, "leave the target halted");

        void Need(string key, bool asked, SessionCapabilities capability, string what)
        {
            if (asked && !route.HasFlag(capability) && !problems.Has(loaded.Places.Of(key)))
                problems.Add(ProblemCode.Unsupported, loaded.Places.Of(key), $"The probe in use cannot {what}, which \"{key}\" asks for.");
        }
    }
}
