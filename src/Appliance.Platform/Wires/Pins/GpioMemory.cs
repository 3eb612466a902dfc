// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Ports.Gpio;

namespace Appliance.Platform.Wires.Pins;

/// <summary>
/// The device that gives the GPIO block's memory to a user who is not root: <c>/dev/gpiomem</c> of Raspberry Pi OS (<c>gpiomem0</c> for the RP1), else a UIO
/// device of the name that the overlay in <c>systemd/overlays</c> gives it. Never <c>/dev/mem</c>.
/// </summary>
/// <param name="root">Where <c>dev</c> and <c>sys</c> are.</param>
internal sealed class GpioMemory(string root)
{
    public const string Bcm2835 = "pinctrl-bcm2835"; // the BCM2837's driver calls itself so
    public const string Bcm2711 = "pinctrl-bcm2711";
    public const string Rp1 = "pinctrl-rp1";

    /// <summary>Bytes mapped: the page with the GPIO block; IO_BANK0, SYS_RIO0 and PADS_BANK0 of the RP1, each with its two further banks.</summary>
    public const int BcmLength = 0x1000;
    private const int Rp1Length = 0x30000;

    private const int PinsOfBcmWord = 32;
    private const int PinsOfRp1Bank = 28;
    private const string UioName = "appliance-gpio";

    /// <summary>Maps the block of a chip.</summary>
    /// <param name="label">Label of the chip.</param>
    /// <param name="offsets">Lines that are wanted.</param>
    /// <param name="device">The device used; empty for none.</param>
    /// <param name="why">Why there is no mapping; null when there is one.</param>
    public RegisterMapping? Map(string label, IReadOnlyList<int> offsets, out string device, out string? why)
    {
        device = "";
        why = label switch
        {
            Bcm2835 or Bcm2711 when offsets.Any(offset => offset >= PinsOfBcmWord) => "A line is not among GPIO0 to GPIO31.",
            Rp1 when offsets.Any(offset => offset >= PinsOfRp1Bank) => "A line is not among GPIO0 to GPIO27.",
            Bcm2835 or Bcm2711 or Rp1 => null,
            _ => $"The registers of {label} are not known.",
        };
        if (why is not null) return null;
        foreach (var (path, length) in Devices(label))
        {
            try
            {
                var mapping = RegisterMapping.Open(path, length);
                (device, why) = (path, null);
                return mapping;
            }
            catch (GpioException refused)
            {
                why = refused.Message;
            }
        }

        why ??= "There is no device that gives access to the GPIO registers (Raspberry Pi OS has /dev/gpiomem).";
        return null;
    }

    private IEnumerable<(string Path, int Length)> Devices(string label)
    {
        var (name, length) = label == Rp1 ? ("gpiomem0", Rp1Length) : ("gpiomem", BcmLength);
        var path = Path.Combine(root, "dev", name);
        if (File.Exists(path)) yield return (path, length);
        if (label != Rp1 && Uio() is { } uio) yield return (uio, length);
    }

    /// <summary>The UIO device of our overlay, whose only map is the page of the GPIO block.</summary>
    private string? Uio()
    {
        var folder = Path.Combine(root, "sys", "class", "uio");
        if (!Directory.Exists(folder)) return null;
        var ours = Directory.EnumerateDirectories(folder).Where(IsOurs).Select(Path.GetFileName).Order().FirstOrDefault();
        return ours is null ? null : Path.Combine(root, "dev", ours);
    }

    private static bool IsOurs(string device)
    {
        var size = Path.Combine(device, "maps", "map0", "size");
        return Read(Path.Combine(device, "name")) == UioName
            && int.TryParse(Read(size).Replace("0x", "", StringComparison.Ordinal), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bytes)
            && bytes >= BcmLength;
    }

    private static string Read(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : "";
}
