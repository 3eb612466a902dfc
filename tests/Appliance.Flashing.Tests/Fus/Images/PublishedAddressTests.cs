// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Images;

namespace Appliance.Flashing.Tests.Fus.Images;

public class PublishedAddressTests
{
    /// <summary>Rows of the notes that are not what the footers ask for, each with the reason and the difference in pages.</summary>
    private static readonly List<(Func<PublishedImage, FusDevice, bool> Row, int Pages, string Why)> Odd =
    [
        ((row, device) => row.Name.StartsWith("Safeboot", StringComparison.Ordinal) && device.FlashKiB == 1024 && row.Family == "wb5x" && Before1221(row), -2,
            "published two pages low before 1.22.1"),
        ((row, device) => row.Name.StartsWith("Safeboot", StringComparison.Ordinal) && row.Family == "wb5x" && device.FlashKiB < 1024 && Before1221(row), +1,
            "published with one page left for an image of two"),
        ((row, device) => row is { Release: "1.22.1", Family: "wb5x" } && IsFus1(row) && device.FlashKiB == 1024, +2,
            "six pages in the one release, eight in all others"),
        ((row, _) => row is { Release: "1.13.3", Family: "wb3x", Name: "Zigbee_RFD_fw" }, +1, "one page too high"),
        ((row, _) => row is { Release: "1.13.3", Family: "wb3x", Name: "BLE_Mac_802_15_4_fw" }, +3, "three pages into the secure area"),
    ];

    [Fact]
    public void Plan_EmptyDevice_ReproducesEveryPublishedAddress()
    {
        var checkedRows = 0;
        Assert.All(PublishedImage.All.SelectMany(row => row.Places.Select(place => (row, place.Device, place.Address))), item =>
        {
            var (row, device, published) = item;
            var plan = InstallAddresses.Plan(new InstallRequest(row.Image, device));
            var pages = Odd.Where(odd => odd.Row(row, device)).Sum(odd => odd.Pages);
            checkedRows++;
            if (published is not { } address)
            {
                // The notes leave out what the formula still fits into the 256 KB of a WB35, with less than 64 KB for the application.
                Assert.True(plan.Start is null || plan.Start < FusDevice.FlashBase + 0x1_0000, $"{row} on {device.Name}: {plan.Start:X8}");
                return;
            }

            var expected = address - (uint)(pages * device.PageBytes);
            Assert.True(plan.Start == expected, $"{row} on {device.Name}: {plan.Start:X8}, published {published:X8}; {string.Join(' ', plan.Refusals.Select(r => r.Message))}");
        });
        Assert.True(checkedRows > 1000, $"{checkedRows}");
    }

    [Fact]
    public void Plan_PublishedAddressThatIsTooHigh_IsRefused()
    {
        var rows = PublishedImage.All.Where(row => row is { Release: "1.13.3", Family: "wb3x", Name: "BLE_Mac_802_15_4_fw" or "Zigbee_RFD_fw" }).ToList();

        Assert.NotEmpty(rows);
        Assert.All(rows.SelectMany(row => row.Places.Where(place => place.Address is not null).Select(place => (row, place))), item =>
        {
            var plan = InstallAddresses.Plan(new InstallRequest(item.row.Image, item.place.Device) { Address = item.place.Address });
            Assert.Contains(plan.Refusals, refusal => refusal.Reason == InstallRule.AtMostComputed);
            Assert.Null(plan.Start);
        });
    }

    [Fact]
    public void Plan_PublishedAddressThatIsLow_IsTakenWithAWarning()
    {
        var row = PublishedImage.All.First(row => row is { Release: "1.13.3", Family: "wb5x" } && row.Name.StartsWith("Safeboot", StringComparison.Ordinal));
        var (device, address) = row.Places.First();

        var plan = InstallAddresses.Plan(new InstallRequest(row.Image, device) { Address = address });

        Assert.Equal(address, plan.Start);
        Assert.Single(plan.Warnings);
    }

    /// <summary>ST published 0x08029000 for this image in 1.16.0 and took it back: FUS refuses it.</summary>
    [Fact]
    public void Plan_LightStackOf1160OnWb15_IsOnePageBelowThePublishedOne()
    {
        var image = FusImageReader.Read(ImageFile.Of(120_000, 0xABCDABCD, 0x0A00FF3C, 0x01100001, ImageFile.LegacyStack));
        var device = FusDevice.Find("wb15cc")!;

        Assert.Equal(0x08028000u, InstallAddresses.Plan(new InstallRequest(image, device)).Start);
        Assert.Null(InstallAddresses.Plan(new InstallRequest(image, device) { Address = 0x08029000 }).Start);
    }

    [Fact]
    public void KnownImages_HoldEveryPublishedFile()
    {
        Assert.All(PublishedImage.All, row =>
        {
            var known = KnownFusImages.Find(row.Sha256);
            Assert.NotNull(known);
            Assert.Contains(known.Families, family => family.ToString().Equals(row.Family, StringComparison.OrdinalIgnoreCase));
            if (row.Footer[2] != 0xFFFFFFFF && !row.Name.StartsWith("Safeboot", StringComparison.Ordinal)) Assert.Equal(new FusVersion(row.Footer[2]).Release, known.Version);
        });
        Assert.Equal(656, KnownFusImages.All.Count());
    }

    private static bool Before1221(PublishedImage row) => !row.Release.StartsWith("1.22.1", StringComparison.Ordinal) && string.CompareOrdinal(row.Release, "1.22.1") < 0;

    private static bool IsFus1(PublishedImage row) => row.Image.Kind == FusImageKind.Fus && row.Image.Version < FusReleases.V2_0_0;
}
