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
        var chip = new ChipDescription(
            "stm32f103cb", "stm32f1", new ChipIdentification(0xC23, [], 0xE0042000, 0x410, 0x1FFFF7E0, [128], 0x1FFFF7E8, 12), [], [],
            new DebugFreeze(0xE0042004, 0), "", []);
        var plan = new FlashPlan(
            "stm32f103cb", EraseMethod.Mass, "", [], [new PlannedWrite(0x08000000, 4, 0)], [], 4, 4, VerifyMethod.Readback, default, default, default);
        return new PreparedJob(project, chip, image, plan);
    }
}
