// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Ports.Usb;

namespace Appliance.Adapters.Contracts;

/// <summary>
/// What every part that talks to USB does. On a machine without USB this proves that devices are looked for, that absence is told apart from
/// trouble, and what each error of libusb becomes; transfers need a device.
/// </summary>
public abstract class UsbContract
{
    private const string Nodes = "/dev/bus/usb";

    protected abstract IUsbBus Create(string nodes, string library);

    /// <summary>What an error of <c>enum libusb_error</c> becomes.</summary>
    protected abstract UsbFault FaultOf(int error);

    [Fact]
    public void List_OfThisMachine_IsWhatTheKernelHas()
    {
        var listed = Bus(Nodes).List().Select(device => $"{device.Path} {device.VendorId:x4}:{device.ProductId:x4}");

        Assert.Equal(Kernel().Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void List_WithoutDeviceNodes_IsEmpty() => Assert.Empty(Bus("/nowhere/at/all").List());

    [Fact]
    public void List_WithoutTheLibrary_SaysWhichPackageIsMissing()
    {
        var refused = Assert.Throws<UsbException>(() => Create("/nowhere/at/all", "libusb-of-nobody.so.0").List());

        Assert.Equal(UsbFault.NoLibrary, refused.Fault);
        Assert.Contains("libusb-of-nobody.so.0", refused.Message, StringComparison.Ordinal);
        Assert.Contains("libusb-1.0-0", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Nodes)]
    [InlineData("/nowhere/at/all")]
    public void Open_NothingAttachedThere_IsGoneAndNamed(string nodes)
    {
        var refused = Assert.Throws<UsbException>(() => Bus(nodes).Open("99-9.9"));

        Assert.Equal(UsbFault.Gone, refused.Fault);
        Assert.Contains("99-9.9", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, UsbFault.Failed)] // IO
    [InlineData(-2, UsbFault.Failed)] // INVALID_PARAM
    [InlineData(-3, UsbFault.NoAccess)] // ACCESS
    [InlineData(-4, UsbFault.Gone)] // NO_DEVICE
    [InlineData(-5, UsbFault.Failed)] // NOT_FOUND
    [InlineData(-6, UsbFault.Busy)] // BUSY
    [InlineData(-7, UsbFault.Timeout)] // TIMEOUT
    [InlineData(-8, UsbFault.Failed)] // OVERFLOW
    [InlineData(-9, UsbFault.Stall)] // PIPE
    [InlineData(-12, UsbFault.Failed)] // NOT_SUPPORTED
    [InlineData(-99, UsbFault.Failed)] // OTHER
    public void Error_OfLibusb_IsTold(int error, UsbFault fault) => Assert.Equal(fault, FaultOf(error));

    private static IEnumerable<string> Kernel()
    {
        const string devices = "/sys/bus/usb/devices";
        if (!Directory.Exists(Nodes) || !Directory.Exists(devices)) return [];
        return Directory.EnumerateFileSystemEntries(devices).Where(path => File.Exists(Path.Combine(path, "idVendor")))
            .Select(path => $"{Path.GetFileName(path)} {Word(path, "idVendor"):x4}:{Word(path, "idProduct"):x4}");
    }

    private static int Word(string device, string name) =>
        int.Parse(File.ReadAllText(Path.Combine(device, name)), NumberStyles.HexNumber | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);

    private IUsbBus Bus(string nodes) => Create(nodes, "libusb-1.0.so.0");
}
