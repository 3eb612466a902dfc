// SPDX-License-Identifier: Apache-2.0
using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using System.Runtime.InteropServices;
using Appliance.Ports.Gpio;

namespace Appliance.Adapters.DeviceGpio;

/// <summary>
/// GPIO lines through System.Device.Gpio 4.2. That library knows no names of lines, no open drain, no pulls on outputs and, over libgpiod 1,
/// forgets a pull when edges are asked for: names, and lines of those kinds, come from the part beneath, and so does every line where libgpiod
/// is not installed.
/// </summary>
/// <param name="beneath">Finds lines by name, and opens the lines this one cannot.</param>
public sealed class DeviceGpio(IGpio beneath) : IGpio
{
    /// <summary>libgpiod 2 (Debian 13: libgpiod3); without it the driver for libgpiod 1 (Debian 12: libgpiod2).</summary>
    private const string LibGpiod2 = "libgpiod.so.3";

    private static readonly Lazy<bool> HasLibGpiod2 = new(() => NativeLibrary.TryLoad(LibGpiod2, out _));

    private static readonly Lazy<bool> HasLibGpiod1 =
        new(() => NativeLibrary.TryLoad("libgpiod.so.2", out _) || NativeLibrary.TryLoad("libgpiod.so.1", out _));

    private static bool HasLibGpiod => HasLibGpiod2.Value || HasLibGpiod1.Value;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, GpioController> _controllers = [];

    /// <inheritdoc/>
    public IReadOnlyList<GpioChip> Chips() => beneath.Chips();

    /// <inheritdoc/>
    public IGpioLine OpenInput(GpioLineName name, GpioInput input) =>
        !HasLibGpiod || input.Bias == GpioBias.Off || (input is { Edges: true, Bias: not GpioBias.AsIs } && !HasLibGpiod2.Value)
            ? beneath.OpenInput(name, input)
            : Open(name, (controller, pin) => new DeviceGpioLine(controller, pin, name, input));

    /// <inheritdoc/>
    public IGpioLine OpenOutput(GpioLineName name, GpioOutput output) =>
        !HasLibGpiod || output.OpenDrain || output.Bias != GpioBias.AsIs
            ? beneath.OpenOutput(name, output)
            : Open(name, (controller, pin) => new DeviceGpioLine(controller, pin, name, output));

    private DeviceGpioLine Open(GpioLineName name, Func<GpioController, int, DeviceGpioLine> open)
    {
        var place = GpioPlace.Find(beneath.Chips(), name);
        lock (_lock) return DeviceGpioFaults.Tell(name, () => open(Controller(place.Chip), place.Offset));
    }

    private GpioController Controller(int chip)
    {
        if (_controllers.TryGetValue(chip, out var known)) return known;
        var driver = HasLibGpiod2.Value ? new LibGpiodV2Driver(chip) : (GpioDriver)new LibGpiodDriver(chip);
        return _controllers[chip] = new GpioController(driver);
    }
}
