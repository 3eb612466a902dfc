// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using Appliance.Ports.Files;

namespace Appliance.Platform.Files;

/// <summary>From what the system says to why the disk refused.</summary>
internal static class DiskFaults
{
    // errno(3): asm-generic/errno-base.h and errno.h, the same on x86-64 and arm64.
    private const int Eperm = 1;
    private const int Eagain = 11;
    private const int Eacces = 13;
    private const int Enospc = 28;
    private const int Erofs = 30;
    private const int Edquot = 122;

    /// <summary>fcntl(2): a lock that another one holds is refused by either of these.</summary>
    public static bool IsHeld(int errno) => errno is Eagain or Eacces;

    public static FileFaultException FromErrno(int errno, string doing) =>
        new(Fault(errno), $"cannot {doing}: {Marshal.GetPInvokeErrorMessage(errno)}");

    /// <summary>.NET hands on errno as the HResult of an IOException it has no type for.</summary>
    public static FileFaultException From(Exception error, string doing) => error as FileFaultException ?? new FileFaultException(
        error is UnauthorizedAccessException ? FileFault.ReadOnly : Fault(error.HResult), $"cannot {doing}: {error.Message}", error);

    /// <summary>Does something on a disk; whatever it refuses comes out as a <see cref="FileFaultException"/>.</summary>
    public static T Tell<T>(string doing, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw From(e, doing);
        }
    }

    private static FileFault Fault(int errno) => errno switch
    {
        Enospc or Edquot => FileFault.DiskFull,
        Erofs or Eacces or Eperm => FileFault.ReadOnly,
        _ => FileFault.IoError,
    };
}
