// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Running;
using Appliance.Targets.Descriptions;

namespace Appliance.Jobs.Tests.Running;

internal static class TestJobs
{
    public static PreparedJob Small(int retries)
    {
        var image = FirmwareImage.FromBytes(0x08000000, [1, 2, 3, 4]);
        var project = new Project
        {
            Name = "demo", Revision = "1", Target = "stm32f103cb", Files = [], ContentHash = new string('0', 64), Retries = retries,
        };
        var chip = ChipCatalog.Default.Find("stm32f103cb");
        var plan = new FlashPlan(
            "stm32f103cb", EraseMethod.Mass, "", [], [new PlannedWrite(0x08000000, 4, 0)], [], 4, 4, VerifyMethod.Readback, default, default, default);
        return new PreparedJob(project, chip, image, plan);
    }
}
