// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Fakes;

namespace Appliance.Flashing.Tests.Layout;

public class FlashPlanTextTests
{
    [Fact]
    public void Render_WholePlan_SaysEveryStep()
    {
        var plan = FlashPlanner.Plan(
            FirmwareImage.FromBytes(0x08000401, [1, 2, 3, 4]), TestChips.MediumDensity, new FlashPolicy(EraseRequest.Sectors, VerifyMethod.Readback, 4_000_000));

        Assert.Equal(
            """
            target   stm32f103cb
            erase    1 sector, 0x08000400–0x080007ff: as asked; everything outside these sectors survives; 0.030 s
            program  6 bytes for 4 in the image, 0x08000400–0x08000405; 0.000 s
            verify   read back 4 bytes, 0x08000401–0x08000404; 0.000 s
            total    0.030 s, typical

            """,
            FlashPlanText.Render(plan));
    }

    [Fact]
    public void Lines_ManyRuns_CountsTheRest()
    {
        var images = Enumerable.Range(0, 6).Select(i => FirmwareImage.FromBytes(0x08000000 + (uint)i * 4096, [1, 2])).ToList();
        var plan = FlashPlanner.Plan(
            FirmwareImage.Merge(images), TestChips.MediumDensity, new FlashPolicy(EraseRequest.None, VerifyMethod.Crc, 4_000_000));

        var lines = FlashPlanText.Lines(plan);

        Assert.StartsWith("erase    nothing: ", lines[1]);
        Assert.EndsWith("0x08003000–0x08003001 and 2 more; 0.000 s", lines[2]);
        Assert.StartsWith("verify   CRC-32 on the target over 12 bytes", lines[3]);
    }

    [Fact]
    public void Lines_NeighbouringSectors_AreOneRange()
    {
        var plan = FlashPlanner.Plan(
            FirmwareImage.FromBytes(0x08000000, new byte[2048]), TestChips.MediumDensity, new FlashPolicy(EraseRequest.Sectors, VerifyMethod.Readback, 4_000_000));

        Assert.Contains("2 sectors, 0x08000000–0x080007ff", FlashPlanText.Lines(plan)[1]);
    }
}
