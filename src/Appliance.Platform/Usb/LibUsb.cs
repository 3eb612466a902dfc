// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace Appliance.Platform.Usb;

/// <summary>The calls of libusb 1.0 (libusb.h of 1.0.26, "libusb-1.0 API Reference") that are used; negative results are <c>enum
/// libusb_error</c>.</summary>
internal static partial class LibUsb
{
    public const string Library = "libusb-1.0.so.0";

    /// <summary><c>struct libusb_device_descriptor</c>: the 18 bytes of USB 2.0 §9.6.1, numbers in the machine's order.</summary>
    public const int DescriptorSize = 18;

    /// <summary>Deepest chain of ports (USB 3.1 §10.16.2, as libusb_get_port_numbers says).</summary>
    public const int MaximumPorts = 7;

    [LibraryImport(Library, EntryPoint = "libusb_init")]
    public static partial int Init(out nint context);

    [LibraryImport(Library, EntryPoint = "libusb_exit")]
    public static partial void Exit(nint context);

    [LibraryImport(Library, EntryPoint = "libusb_get_device_list")]
    public static partial nint GetDeviceList(nint context, out nint list);

    [LibraryImport(Library, EntryPoint = "libusb_free_device_list")]
    public static partial void FreeDeviceList(nint list, int unreference);

    /// <summary>Takes in what happened, departures included, without waiting where the time is zero (<c>struct timeval</c>: two longs).</summary>
    [LibraryImport(Library, EntryPoint = "libusb_handle_events_timeout_completed")]
    public static partial int HandleEvents(nint context, ref long time, nint completed);

    [LibraryImport(Library, EntryPoint = "libusb_get_device_descriptor")]
    public static partial int GetDeviceDescriptor(nint device, ref byte descriptor);

    [LibraryImport(Library, EntryPoint = "libusb_get_bus_number")]
    public static partial byte GetBusNumber(nint device);

    [LibraryImport(Library, EntryPoint = "libusb_get_port_numbers")]
    public static partial int GetPortNumbers(nint device, ref byte numbers, int length);

    [LibraryImport(Library, EntryPoint = "libusb_open")]
    public static partial int Open(nint device, out nint handle);

    [LibraryImport(Library, EntryPoint = "libusb_close")]
    public static partial void Close(nint handle);

    [LibraryImport(Library, EntryPoint = "libusb_get_string_descriptor_ascii")]
    public static partial int GetString(nint handle, byte index, ref byte text, int length);

    [LibraryImport(Library, EntryPoint = "libusb_set_auto_detach_kernel_driver")]
    public static partial int SetAutoDetach(nint handle, int enable);

    [LibraryImport(Library, EntryPoint = "libusb_claim_interface")]
    public static partial int ClaimInterface(nint handle, int number);

    [LibraryImport(Library, EntryPoint = "libusb_release_interface")]
    public static partial int ReleaseInterface(nint handle, int number);

    [LibraryImport(Library, EntryPoint = "libusb_control_transfer")]
    public static partial int ControlTransfer(
        nint handle, byte requestType, byte request, ushort value, ushort index, ref byte data, ushort length, uint milliseconds);

    [LibraryImport(Library, EntryPoint = "libusb_bulk_transfer")]
    public static partial int BulkTransfer(nint handle, byte endpoint, ref byte data, int length, out int transferred, uint milliseconds);

    [LibraryImport(Library, EntryPoint = "libusb_interrupt_transfer")]
    public static partial int InterruptTransfer(nint handle, byte endpoint, ref byte data, int length, out int transferred, uint milliseconds);

    [LibraryImport(Library, EntryPoint = "libusb_clear_halt")]
    public static partial int ClearHalt(nint handle, byte endpoint);

    [LibraryImport(Library, EntryPoint = "libusb_strerror")]
    public static partial nint ErrorText(int error);
}
