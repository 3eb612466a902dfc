// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Appliance.Platform.Gpio;

/// <summary>The system calls a character device needs. Each returns 0 or an errno, or a descriptor or its negated errno.</summary>
internal static partial class GpioNative
{
    // fcntl.h, poll.h and sys/eventfd.h of Linux; the same values on x86-64 and arm64.
    private const int OpenReadWrite = 2;
    private const int OpenCloseOnExec = 0x80000;
    private const int EventCloseOnExec = 0x80000;
    private const short Readable = 1; // POLLIN
    private const int Interrupted = 4; // EINTR
    private const int Forever = -1;

    public static int Open(string path) => OrErrno(OpenFile(path, OpenReadWrite | OpenCloseOnExec));

    /// <summary>ioctl(2); the request has the size of the argument in bits 16 to 29 (asm-generic/ioctl.h).</summary>
    public static int Control(SafeFileHandle device, uint request, Span<byte> argument)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual((uint)argument.Length, (request >> 16) & 0x3FFF);
        return IoControl(device, request, ref MemoryMarshal.GetReference(argument)) < 0 ? Marshal.GetLastPInvokeError() : 0;
    }

    /// <summary>A descriptor that becomes readable by <see cref="Signal"/>.</summary>
    public static int CreateSignal() => OrErrno(EventFd(0, EventCloseOnExec));

    public static void Signal(SafeFileHandle signal)
    {
        var one = 1UL;
        if (Write(signal, ref one, sizeof(ulong)) < 0) throw new InvalidOperationException("eventfd: " + Marshal.GetLastPInvokeErrorMessage());
    }

    /// <summary>Waits until the line has something to tell (true) or the signal was given (false).</summary>
    public static bool WaitFor(SafeFileHandle line, SafeFileHandle signal)
    {
        Span<Polled> both =
        [
            new() { Descriptor = (int)line.DangerousGetHandle(), Events = Readable },
            new() { Descriptor = (int)signal.DangerousGetHandle(), Events = Readable },
        ];
        while (Poll(ref MemoryMarshal.GetReference(both), 2, Forever) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted) return false;
        }

        return both[1].Happened == 0;
    }

    /// <summary>Bytes read, 0 at the end, negated errno.</summary>
    public static int Read(SafeFileHandle line, Span<byte> buffer) =>
        OrErrno((int)ReadFile(line, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length));

    private static int OrErrno(int result) => result < 0 ? -Marshal.GetLastPInvokeError() : result;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int IoControl(SafeFileHandle device, nuint request, ref byte argument);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventFd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle file, ref ulong value, nuint length);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadFile(SafeFileHandle file, ref byte buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref Polled first, nuint count, int milliseconds);

    /// <summary><c>struct pollfd</c>, poll(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Polled
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
