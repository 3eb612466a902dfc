// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Gpio;

namespace Appliance.Adapters.DeviceGpio;

/// <summary>The library tells causes only by the system's words inside its messages.</summary>
internal static class DeviceGpioFaults
{
    /// <summary>Does something with a line; what the library throws comes out as a <see cref="GpioException"/>.</summary>
    public static T Tell<T>(GpioLineName name, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or PlatformNotSupportedException or UnauthorizedAccessException)
        {
            throw From(name, e);
        }
    }

    public static GpioException From(GpioLineName name, Exception error) => new(Fault(error.Message), $"{name} cannot be used: {error.Message}", error);

    /// <summary>strerror(3) of EBUSY, EPERM, EACCES, ENOENT, ENODEV; the runtime sets no locale, so the words are English.</summary>
    private static GpioFault Fault(string message) => message switch
    {
        _ when Says(message, "resource busy") => GpioFault.Busy,
        _ when Says(message, "not permitted") || Says(message, "permission denied") => GpioFault.NoAccess,
        _ when Says(message, "no such") => GpioFault.NotFound,
        _ => GpioFault.Failed,
    };

    private static bool Says(string message, string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);
}
