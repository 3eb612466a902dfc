// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Appliance.Platform.I2c;

/// <summary>What i2c-dev is asked; each returns 0 or an errno, <see cref="Open"/> a descriptor or its negated errno. Tests put another kernel here.</summary>
internal interface II2cKernel
{
    int Open(string path);

    int SetAddress(SafeFileHandle bus, int address);

    int Write(SafeFileHandle bus, ReadOnlySpan<byte> bytes);
}

/// <summary>The kernel's i2c-dev.</summary>
internal sealed partial class I2cNative : II2cKernel
{
    // fcntl.h and linux/i2c-dev.h; the same on x86-64 and arm64.
    private const int OpenReadWrite = 2;
    private const int OpenCloseOnExec = 0x80000;
    private const int SlaveAddress = 0x0703; // I2C_SLAVE
    private const int Eio = 5;

    public static readonly I2cNative Kernel = new();

    public int Open(string path)
    {
        var descriptor = OpenFile(path, OpenReadWrite | OpenCloseOnExec);
        return descriptor < 0 ? -Marshal.GetLastPInvokeError() : descriptor;
    }

    public int SetAddress(SafeFileHandle bus, int address) => IoControl(bus, SlaveAddress, address) < 0 ? Marshal.GetLastPInvokeError() : 0;

    public int Write(SafeFileHandle bus, ReadOnlySpan<byte> bytes)
    {
        var written = WriteFile(bus, ref MemoryMarshal.GetReference(bytes), (nuint)bytes.Length);
        if (written < 0) return Marshal.GetLastPInvokeError();
        return written == bytes.Length ? 0 : Eio;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int IoControl(SafeFileHandle device, nuint request, nint argument);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteFile(SafeFileHandle file, ref readonly byte bytes, nuint length);
}
