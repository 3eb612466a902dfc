// SPDX-License-Identifier: Apache-2.0
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Appliance.Platform.Systemd;

/// <summary>The system calls of a socket that somebody else opened.</summary>
internal static partial class ListenNative
{
    // fcntl.h and asm-generic/fcntl.h of Linux; the same on x86-64 and arm64.
    private const int DuplicateCloseOnExec = 1030; // F_DUPFD_CLOEXEC
    private const int SetFlags = 2; // F_SETFD
    private const int CloseOnExec = 1; // FD_CLOEXEC

    /// <summary>Another descriptor of the same socket, which no child of this process inherits; null where there is no such descriptor.</summary>
    public static SafeSocketHandle? Duplicate(int descriptor)
    {
        var copy = Control(descriptor, DuplicateCloseOnExec, 0);
        return copy < 0 ? null : new SafeSocketHandle(copy, ownsHandle: true);
    }

    /// <summary>No child of this process inherits the descriptor from now on.</summary>
    public static void KeepFromChildren(int descriptor) => _ = Control(descriptor, SetFlags, CloseOnExec);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, nint argument);
}
