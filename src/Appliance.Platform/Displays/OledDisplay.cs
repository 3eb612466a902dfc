// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.I2c;
using Appliance.Ports.Panel;

namespace Appliance.Platform.Displays;

/// <summary>Which display, and how it is built in.</summary>
/// <param name="Controller">Its controller.</param>
/// <param name="Bus">Name or place of its I2C bus.</param>
/// <param name="Address">Its address: 0x3c, or 0x3d where a resistor says so.</param>
/// <param name="Size">Its pixels: 128×64, or 128×32 (SSD1306 alone).</param>
/// <param name="Rotated">It is built in upside down.</param>
public sealed record OledParts(OledController Controller, string Bus, int Address, PanelSize Size, bool Rotated);

/// <summary>A small OLED display on I2C. The bus is opened at the first frame and again after each failure: the display may come and go.</summary>
/// <param name="i2c">The buses.</param>
/// <param name="parts">Which display.</param>
public sealed class OledDisplay(II2c i2c, OledParts parts) : IPanelDisplay
{
    private II2cDevice? _device;
    private PanelFrame? _sent;

    /// <inheritdoc/>
    public PanelSize Size => parts.Size;

    /// <inheritdoc/>
    public void Show(PanelFrame frame, bool anew)
    {
        if (frame.Size != parts.Size) throw new ArgumentException($"The frame is {frame.Size}, the display {parts.Size}.", nameof(frame));
        try
        {
            Send(frame, anew);
        }
        catch (I2cException failed)
        {
            Dispose();
            throw new PanelDisplayException($"The display does not work: {failed.Message}", failed);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sent = null;
        _device?.Dispose();
        _device = null;
    }

    private void Send(PanelFrame frame, bool anew)
    {
        _device ??= i2c.Open(parts.Bus, parts.Address);
        var before = anew ? null : _sent;
        _sent = null;
        if (before is null) _device.Write(OledCommands.SetUp(parts.Controller, parts.Size.Height, parts.Rotated));
        for (var page = 0; page < parts.Size.Pages; page++)
        {
            if (before is not null && before.Page(page).SequenceEqual(frame.Page(page))) continue;
            _device.Write(OledCommands.At(parts.Controller, page));
            _device.Write([OledCommands.PixelsFollow, .. frame.Page(page)]);
        }

        _sent = frame;
    }
}
