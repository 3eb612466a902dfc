// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Appliance.Platform.Serial;

/// <summary>The system calls of a serial line. Each returns 0 or more, or a negated errno.</summary>
internal static partial class SerialNative
{
    // fcntl.h, poll.h, asm-generic/ioctls.h of Linux; the same on x86-64 and arm64.
    public const short Readable = 0x01; // POLLIN
    public const short Writable = 0x04; // POLLOUT
    public const short Broken = 0x08 | 0x10 | 0x20; // POLLERR, POLLHUP, POLLNVAL
    public const uint GetSettings = 0x802C_542A; // TCGETS2
    public const uint SetSettingsWhenSent = 0x402C_542C; // TCSETSW2
    public const uint SetSettingsNow = 0x402C_542B; // TCSETS2
    public const uint Flush = 0x540B; // TCFLSH
    public const uint Exclusive = 0x540C; // TIOCEXCL
    public const uint SetModemBits = 0x5416; // TIOCMBIS
    public const uint ClearModemBits = 0x5417; // TIOCMBIC
    public const uint BreakOn = 0x5427; // TIOCSBRK
    public const uint BreakOff = 0x5428; // TIOCCBRK
    public const int FlushInput = 0; // TCIFLUSH
    public const int Dtr = 0x002; // TIOCM_DTR
    public const int Rts = 0x004; // TIOCM_RTS

    private const int ReadWrite = 2;
    private const int NoControllingTerminal = 0x100; // O_NOCTTY
    private const int NonBlocking = 0x800; // O_NONBLOCK
    private const int CloseOnExec = 0x80000; // O_CLOEXEC
    private const int Interrupted = 4; // EINTR

    /// <summary>Without O_NONBLOCK a line without carrier would not open.</summary>
    public static int Open(string path) => OrErrno(OpenFile(path, ReadWrite | NoControllingTerminal | NonBlocking | CloseOnExec));

    public static int Read(SafeFileHandle line, Span<byte> buffer) =>
        OrErrno((int)ReadFile(line, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length));

    public static int Write(SafeFileHandle line, ReadOnlySpan<byte> bytes) =>
        OrErrno((int)WriteFile(line, ref MemoryMarshal.GetReference(bytes), (nuint)bytes.Length));

    public static int Control(SafeFileHandle line, uint request, Span<byte> argument) =>
        OrErrno(IoControl(line, request, ref MemoryMarshal.GetReference(argument)));

    public static int Control(SafeFileHandle line, uint request, int argument) => OrErrno(IoControlNumber(line, request, argument));

    public static int ControlModem(SafeFileHandle line, uint request, int bits) => OrErrno(IoControlBits(line, request, ref bits));

    /// <summary>Waits for one of the events.</summary>
    /// <returns>What happened; 0 when the time was up.</returns>
    public static int Wait(SafeFileHandle line, short events, int milliseconds)
    {
        var polled = new Polled { Descriptor = (int)line.DangerousGetHandle(), Events = events };
        var count = OrErrno(Poll(ref polled, 1, milliseconds));
        return count switch { -Interrupted => 0, > 0 => polled.Happened, _ => count };
    }

    private static int OrErrno(int result) => result < 0 ? -Marshal.GetLastPInvokeError() : result;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int IoControl(SafeFileHandle device, nuint request, ref byte argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int IoControlNumber(SafeFileHandle device, nuint request, nint argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int IoControlBits(SafeFileHandle device, nuint request, ref int bits);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadFile(SafeFileHandle file, ref byte buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteFile(SafeFileHandle file, ref readonly byte bytes, nuint length);

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
