// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using Appliance.Platform.Gpio;
using Microsoft.Win32.SafeHandles;

namespace Appliance.Platform.Wires.Pins;

/// <summary>A device file's memory in this process; unmapped when disposed, and by the kernel however the process ends.</summary>
internal sealed partial class RegisterMapping : SafeHandleZeroOrMinusOneIsInvalid
{
    // fcntl.h and sys/mman.h of Linux; the same values on x86-64 and arm64.
    private const int ReadWriteSynchronous = 0x101002; // O_RDWR | O_SYNC
    private const int CloseOnExec = 0x80000;
    private const int ReadWrite = 3; // PROT_READ | PROT_WRITE
    private const int Shared = 1; // MAP_SHARED
    private const int SharedAnonymous = 0x21; // MAP_SHARED | MAP_ANONYMOUS

    private readonly int _length;

    private RegisterMapping(nint address, int length)
        : base(ownsHandle: true)
    {
        _length = length;
        SetHandle(address);
    }

    /// <summary>Where it begins.</summary>
    public MappedRegisters Registers => new(handle);

    /// <summary>Maps the first bytes of a device.</summary>
    /// <exception cref="Ports.Gpio.GpioException">It is not there, or this user may not.</exception>
    public static RegisterMapping Open(string path, int length)
    {
        var opened = OpenFile(path, ReadWriteSynchronous | CloseOnExec);
        if (opened < 0) throw GpioFaults.From(Marshal.GetLastPInvokeError(), path);
        using var file = new SafeFileHandle(opened, ownsHandle: true);
        return Map(file, length, Shared, path);
    }

    /// <summary>Maps plain memory, for measurements.</summary>
    public static RegisterMapping OfMemory(int length)
    {
        using var none = new SafeFileHandle(-1, ownsHandle: false);
        return Map(none, length, SharedAnonymous, "memory");
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Unmap(handle, (nuint)_length) == 0;

    private static RegisterMapping Map(SafeFileHandle file, int length, int flags, string what)
    {
        var address = MapMemory(0, (nuint)length, ReadWrite, flags, (int)file.DangerousGetHandle(), 0);
        return address == -1 ? throw GpioFaults.From(Marshal.GetLastPInvokeError(), what) : new RegisterMapping(address, length);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MapMemory(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint length);
}
