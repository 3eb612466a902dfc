// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Appliance.Ports.Files;
using Microsoft.Win32.SafeHandles;

namespace Appliance.Platform.Files;

/// <summary>The three calls of Linux a durable folder needs and .NET does not give: fsync with every error told, fsync of a folder, and a lock
/// on a file that does not keep readers out.</summary>
[SupportedOSPlatform("linux")]
internal static partial class NativeDisk
{
    // fcntl.h of Linux; the same values on x86-64 and arm64.
    private const int OpenReadOnly = 0;
    private const int OpenCloseOnExec = 0x80000;
    private const int SetOpenFileDescriptionLock = 37; // F_OFD_SETLK, fcntl(2)
    private const short WriteLock = 1; // F_WRLCK

    /// <summary>Returns when the file's bytes and length are on the disk.</summary>
    /// <exception cref="FileFaultException">The disk refused.</exception>
    public static void Sync(SafeFileHandle handle, string path) => Check(FSync(handle), "sync " + path);

    /// <summary>Returns when the folder's entries are on the disk.</summary>
    /// <exception cref="FileFaultException">The disk refused.</exception>
    public static void SyncFolder(string path)
    {
        var descriptor = Open(path, OpenReadOnly | OpenCloseOnExec);
        Check(descriptor, "open folder " + path);
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        Check(FSync(handle), "sync folder " + path);
    }

    /// <summary>Locks the whole file for this handle, until it is closed or the process ends however it ends.</summary>
    /// <exception cref="FileFaultException"><see cref="FileFault.InUse"/> when another handle has it.</exception>
    public static void Lock(SafeFileHandle handle, string path)
    {
        var all = new LockRange { Type = WriteLock };
        if (Control(handle, SetOpenFileDescriptionLock, ref all) == 0)
        {
            return;
        }

        var error = Marshal.GetLastPInvokeError();
        throw DiskFaults.IsHeld(error)
            ? new FileFaultException(FileFault.InUse, path + " is open for writing elsewhere")
            : DiskFaults.FromErrno(error, "lock " + path);
    }

    private static void Check(int result, string doing)
    {
        if (result < 0)
        {
            throw DiskFaults.FromErrno(Marshal.GetLastPInvokeError(), doing);
        }
    }

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle handle, int command, ref LockRange range);

    /// <summary><c>struct flock</c> of 64-bit Linux: 32 bytes; start and length 0 mean the whole file, pid must be 0.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 32)]
    private struct LockRange
    {
        [FieldOffset(0)]
        public short Type;
    }
}
