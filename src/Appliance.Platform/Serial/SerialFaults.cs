// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using Appliance.Ports.Serial;

namespace Appliance.Platform.Serial;

/// <summary>From what the system says to why a line could not be used.</summary>
internal static class SerialFaults
{
    // errno(3): asm-generic, the same on x86-64 and arm64.
    private const int Eperm = 1;
    private const int Enoent = 2;
    private const int Eintr = 4;
    private const int Eio = 5;
    private const int Enxio = 6;
    private const int Eagain = 11;
    private const int Eacces = 13;
    private const int Ebusy = 16;
    private const int Enodev = 19;
    private const int Einval = 22;
    private const int Enotty = 25;

    /// <summary>A result that is not negative.</summary>
    /// <exception cref="SerialException">It is a negated errno.</exception>
    public static int Check(int result, string line) => result < 0 ? throw From(-result, line) : result;

    /// <summary>Nothing was wrong, there was only nothing to do yet.</summary>
    public static bool IsNotYet(int result) => result is -Eagain or -Eintr;

    public static SerialException Gone(string line) => new(SerialFault.Gone, $"The serial line {line} is gone: it was unplugged.");

    public static SerialException From(int errno, string line) => errno switch
    {
        Eio => Gone(line),
        Eperm or Eacces => new(
            SerialFault.NoAccess, $"The serial line {line} may not be used: the service's user must be in the group that owns it, on Debian 'dialout'."),
        Ebusy => new(SerialFault.Busy, $"The serial line {line} is used by another program."),
        Enoent or Enxio or Enodev => new(SerialFault.NotFound, $"There is no serial line {line}."),
        Einval or Enotty => new(SerialFault.Unsupported, $"{line} cannot do this: {Marshal.GetPInvokeErrorMessage(errno)}."),
        _ => new(SerialFault.Failed, $"The serial line {line} cannot be used: {Marshal.GetPInvokeErrorMessage(errno)}."),
    };
}
