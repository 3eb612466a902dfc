// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.BootLoaders;
using Appliance.Flashing.Tests.BootLoaders.Usart;
using Appliance.Flashing.Tests.Fakes;

namespace Appliance.Flashing.Tests.BootLoaders;

/// <summary>What counts as read where the line has no checksum.</summary>
public class ReadAgainTests
{
    private const uint Address = 0x0800_0123;

    [Theory]
    [InlineData("W", true)]
    [InlineData("WW", true)]
    [InlineData("WRW", false)]
    [InlineData("WWRW", false)]
    [InlineData("WWW", false)]
    public void Verify_PieceThatDiffers_CountsOnlyAfterTwoMatchingReadsInARow(string reads, bool counts)
    {
        using var rig = new UsartRig();
        using var loader = new MisreadingLoader(rig.Loader, Address);
        using var session = new BootRouteSession(loader, rig.Chip);
        var image = SessionRig.Runnable(2048);
        var plan = rig.Plan(image);
        session.Connect(new ConnectSettings(1_000_000, ConnectMode.Auto, TimeSpan.FromSeconds(10)), default);
        session.Identify(default);
        session.Erase(plan, null, default);
        session.Program(plan, image, null, default);
        loader.Spoil(reads.Select(read => read == 'W'));

        if (counts)
        {
            Assert.Equal(image.Crc32, session.Verify(plan, image, null, default).Crc32);
            Assert.Contains(session.Warnings, warning => warning.Code == "line-noise");
        }
        else
        {
            var error = Assert.Throws<FlashException>(() => session.Verify(plan, image, null, default));
            Assert.Equal(FlashFault.VerifyMismatch, error.Fault);
            Assert.Equal(Address, error.Address);
        }
    }
}
