// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using Appliance.Ports.Gpio;

namespace Appliance.Platform.Gpio;

/// <summary>From what the system says to why a line could not be used.</summary>
internal static class GpioFaults
{
    // errno(3): asm-generic/errno-base.h, the same on x86-64 and arm64.
    private const int Eperm = 1;
    private const int Enoent = 2;
    private const int Enxio = 6;
    private const int Eacces = 13;
    private const int Ebusy = 16;
    private const int Enodev = 19;

    /// <summary>A descriptor that is not negative.</summary>
    /// <exception cref="GpioException">It is a negated errno.</exception>
    public static int Descriptor(int result, string what) => result < 0 ? throw From(-result, what) : result;

    /// <exception cref="GpioException">The errno is not 0.</exception>
    public static void Check(int errno, string what)
    {
        if (errno != 0) throw From(errno, what);
    }

    public static GpioException From(int errno, string what)
    {
        var fault = Fault(errno);
        return new GpioException(fault, $"{what} cannot be used: {Marshal.GetPInvokeErrorMessage(errno)}.{Advice(fault)}");
    }

    public static GpioFault Fault(int errno) => errno switch
    {
        Eperm or Eacces => GpioFault.NoAccess,
        Ebusy => GpioFault.Busy,
        Enoent or Enxio or Enodev => GpioFault.NotFound,
        _ => GpioFault.Failed,
    };

    private static string Advice(GpioFault fault) => fault switch
    {
        GpioFault.NoAccess => " The service's user must be in the group that owns /dev/gpiochip*, on a Raspberry Pi 'gpio'.",
        GpioFault.Busy => " Another program or another part of appliance.yaml has this line.",
        _ => "",
    };
}
