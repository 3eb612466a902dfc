// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Fus.Images;

/// <summary>
/// Works out where FUS wants an image. The rules restate the figures "maximum start address" and "final address" of the ST wiki, page
/// STM32WB FUS, and reproduce the install addresses of the STM32CubeWB release notes.
/// </summary>
public static class InstallAddresses
{
    /// <summary>Bytes that FUS 2 keeps for non-volatile data below its own pages, once a stack of the new format was there.</summary>
    private const int NvmBytes = 16 * 1024;

    /// <summary>Pages above the devices' own end of user flash where FUS 0.5.3 has its boundary (0xF6 in the place of 0xF4).</summary>
    private const int Fus053Pages = 2;

    /// <summary>Pages the release notes keep for FUS 1.x on parts with 1 MB, where the footer says 6.</summary>
    private const int Fus1PagesOf1MiB = 8;

    /// <summary>Pages the release notes keep for Safeboot on WB1x, where the footer of 2.0.1 says 3.</summary>
    private const int SafebootPagesOfWb1x = 4;

    private const int LargeFlashKiB = 1024;

    /// <summary>The address of an image, with every rule that speaks against it.</summary>
    public static InstallAddress Plan(InstallRequest request)
    {
        var (image, device) = (request.Image, request.Device);
        var refusals = new List<InstallRefusal>(ImageRules(request));
        var warnings = new List<string>();
        var boundary = Boundary(request, refusals);
        var pages = PublishedPages(image, device);
        var maximum = Page(device, device.UserPages - pages - image.NvmPages);
        var separation = StackThere(device, boundary) ? 1 : 0;
        var computed = Math.Min(maximum, Page(device, boundary - pages - separation));
        var start = request.Address ?? computed;

        if (request.Address is { } given)
        {
            refusals.AddRange(GivenRules(given, computed, device));
            if (given < computed) warnings.Add($"{Hex(given)} is lower than {Hex(computed)}, where the image fits as well: user flash is wasted.");
        }

        if (start < request.KeepBelow) refusals.Add(new InstallRefusal(InstallRule.AboveKept, NoRoom(request, boundary)));

        return new InstallAddress(
            refusals.Count == 0 ? (uint)start : null, computed >= FusDevice.FlashBase ? (uint)computed : null, (uint)Math.Max(maximum, 0), refusals, warnings);
    }

    private static IEnumerable<InstallRefusal> ImageRules(InstallRequest request)
    {
        var (image, device) = (request.Image, request.Device);
        if (image.Known is { } known && !known.Families.Contains(device.Family))
        {
            yield return new InstallRefusal(InstallRule.Family,
                $"{known.Name} {known.Version} is an image for {string.Join(" and ", known.Families)}; {device.Name} is a {device.Family}.");
        }

        if ((long)image.Pages * device.PageBytes < image.Length)
        {
            yield return new InstallRefusal(InstallRule.PagesHoldFile,
                $"The footer asks for {image.Pages} pages of {device.PageBytes} bytes, which do not hold the file of {image.Length} bytes; it may be for another family.");
        }

        if (image.Kind == FusImageKind.Fus && image.Version?.Release == FusReleases.V1_0_1 && device.FlashKiB < LargeFlashKiB)
        {
            yield return new InstallRefusal(InstallRule.Fus101,
                $"FUS 1.0.1 locks parts with less than 1 MB for good; {device.Name} has {device.FlashKiB} KB.");
        }

        if (request.Fus is not { } fus) yield break;
        if (FusRefuses(image, fus) is { } why) yield return new InstallRefusal(InstallRule.FusVersion, why);
        if (image.Kind == FusImageKind.Stack && fus < FusReleases.V1_2_0 && request.Sfsa is { } sfsa && StackThere(device, sfsa))
        {
            yield return new InstallRefusal(InstallRule.DeleteFirst,
                $"FUS {fus} can lose a part when a stack goes over another; delete the stack first.");
        }
    }

    private static string? FusRefuses(FusImage image, FusVersion fus)
    {
        if (image.Known?.OnlyFus is { } only && fus.Release != only)
            return $"This image is taken by FUS {only} alone; the chip has FUS {fus}.";
        return image.RequiresFus is { } needed && fus < needed ? $"This image needs FUS {needed} or later; the chip has FUS {fus}." : null;
    }

    private static int Boundary(InstallRequest request, List<InstallRefusal> refusals)
    {
        var device = request.Device;
        var boundary = request.Sfsa ?? device.UserPages;
        var highest = device.UserPages + (device.FlashKiB == LargeFlashKiB ? Fus053Pages : 0);
        if (boundary >= 1 && boundary <= highest) return boundary;
        refusals.Add(new InstallRefusal(InstallRule.Boundary,
            $"The secure boundary is at page 0x{boundary:X2}; on {device.Name} it is between 0x01 and 0x{highest:X2}."));
        return device.UserPages;
    }

    /// <summary>FUS 2 without a stack keeps at most its section of non-volatile data; a boundary below that is a stack's.</summary>
    private static bool StackThere(FusDevice device, int boundary) => boundary < device.UserPages - (NvmBytes / device.PageBytes);

    private static string NoRoom(InstallRequest request, int boundary)
    {
        var (image, device) = (request.Image, request.Device);
        var free = (device.AddressOf(boundary) - (long)request.KeepBelow) / device.PageBytes;
        var kept = request.KeepBelow == FusDevice.FlashBase ? "" : $" above what is kept (up to {Hex(request.KeepBelow)})";
        return $"There is no room: the image needs {image.Pages + image.NvmPages} pages, and {Math.Max(free, 0)} are free below the secure boundary{kept}.";
    }

    private static IEnumerable<InstallRefusal> GivenRules(uint given, long computed, FusDevice device)
    {
        if (given % device.PageBytes != 0)
            yield return new InstallRefusal(InstallRule.PageAligned, $"{Hex(given)} is not at the start of a page of {device.PageBytes} bytes.");
        if (given > computed)
        {
            yield return new InstallRefusal(InstallRule.AtMostComputed,
                $"{Hex(given)} is above {Hex(computed)}, the highest address for this image on {device.Name}; FUS would refuse it.");
        }
    }

    private static int PublishedPages(FusImage image, FusDevice device) => (image.Kind, device.Family) switch
    {
        (FusImageKind.Fus, _) when image.Version < FusReleases.V2_0_0 && device.FlashKiB == LargeFlashKiB => Math.Max(image.Pages, Fus1PagesOf1MiB),
        (FusImageKind.Safeboot, FusFamily.Wb1x) => Math.Max(image.Pages, SafebootPagesOfWb1x),
        _ => image.Pages,
    };

    private static long Page(FusDevice device, int page) => FusDevice.FlashBase + ((long)page * device.PageBytes);

    private static string Hex(long address) => $"0x{Math.Max(address, 0):X8}";
}
