// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Runtime.InteropServices;
using Appliance.Ports.I2c;
using Microsoft.Win32.SafeHandles;

namespace Appliance.Platform.I2c;

/// <summary>I2C through the kernel's i2c-dev (Documentation/i2c/dev-interface.rst). Buses are found in sysfs, by name or place in the device tree.</summary>
public sealed class LinuxI2c : II2c
{
    private const string Prefix = "i2c-";

    private readonly string _root;
    private readonly II2cKernel _kernel;

    /// <summary>The buses of this machine.</summary>
    public LinuxI2c()
        : this("/", I2cNative.Kernel)
    {
    }

    internal LinuxI2c(string root, II2cKernel kernel)
    {
        (_root, _kernel) = (root, kernel);
    }

    /// <inheritdoc/>
    public IReadOnlyList<I2cBus> Buses()
    {
        var known = Path.Combine(_root, "sys/class/i2c-dev");
        if (!Directory.Exists(known)) return [];
        return [.. Directory.EnumerateFileSystemEntries(known, Prefix + "*").Select(Look).OfType<I2cBus>().OrderBy(bus => bus.Number)];
    }

    /// <inheritdoc/>
    public II2cDevice Open(string bus, int address)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(address, 0x08);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(address, 0x77);
        var number = I2cBus.Find(Buses(), bus).Number;
        var path = Path.Combine(_root, "dev", Prefix + number.ToString(CultureInfo.InvariantCulture));
        var descriptor = _kernel.Open(path);
        if (descriptor < 0) throw I2cFaults.From(-descriptor, $"The I2C bus {bus}");
        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        var what = $"The device at 0x{address:x2} of the I2C bus {bus}";
        var errno = _kernel.SetAddress(file, address);
        if (errno == 0) return new LinuxI2cDevice(file, _kernel, what);
        file.Dispose();
        throw I2cFaults.From(errno, what);
    }

    /// <summary>A bus may go while it is looked at: an adapter on USB.</summary>
    private static I2cBus? Look(string path)
    {
        if (!int.TryParse(Path.GetFileName(path)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        try
        {
            var node = new FileInfo(Path.Combine(path, "device", "of_node")).LinkTarget;
            return new I2cBus(number, File.ReadAllText(Path.Combine(path, "name")).Trim(), node is null ? "" : Path.GetFileName(node));
        }
        catch (IOException)
        {
            return null;
        }
    }
}

/// <summary>One open device.</summary>
internal sealed class LinuxI2cDevice(SafeFileHandle file, II2cKernel kernel, string what) : II2cDevice
{
    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(file.IsClosed, this);
        var errno = kernel.Write(file, bytes);
        if (errno != 0) throw I2cFaults.From(errno, what);
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}

/// <summary>From what the system says to why a device could not be used (Documentation/i2c/fault-codes.rst).</summary>
internal static class I2cFaults
{
    // errno(3): asm-generic, the same on x86-64 and arm64.
    private const int Eperm = 1;
    private const int Enoent = 2;
    private const int Enxio = 6;
    private const int Eacces = 13;
    private const int Ebusy = 16;
    private const int Enodev = 19;
    private const int Eremoteio = 121;

    public static I2cException From(int errno, string what)
    {
        var fault = errno switch
        {
            Eperm or Eacces => I2cFault.NoAccess,
            Ebusy => I2cFault.Busy,
            Enoent => I2cFault.NotFound,
            Enxio or Enodev or Eremoteio => I2cFault.NoAnswer,
            _ => I2cFault.Failed,
        };
        return new I2cException(fault, fault switch
        {
            I2cFault.NoAnswer => $"{what} does not answer.",
            I2cFault.NoAccess => $"{what} may not be used: the service's user must be in the group that owns /dev/i2c-*, on a Raspberry Pi 'i2c'.",
            I2cFault.Busy => $"{what} is used by a driver of the kernel.",
            _ => $"{what} cannot be used: {Marshal.GetPInvokeErrorMessage(errno)}.",
        });
    }
}
