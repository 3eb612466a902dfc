// SPDX-License-Identifier: Apache-2.0
using System.Device.I2c;
using Appliance.Ports.I2c;
using Appliance.Ports.Panel;
using Iot.Device.Ssd13xx.Commands;
using Ssd1306 = Iot.Device.Ssd13xx.Commands.Ssd1306Commands;

namespace Appliance.Adapters.DeviceGpio;

/// <summary>
/// An SSD1306 through the commands of Iot.Device.Bindings. Its device class sets a display up for one size alone and draws pictures only with an
/// image library, so its commands are sent here; bytes go through the port beneath, which finds buses by name.
/// </summary>
/// <param name="i2c">The buses.</param>
/// <param name="bus">Name or place of the display's bus.</param>
/// <param name="address">Its address.</param>
/// <param name="size">Its pixels: 128×64 or 128×32.</param>
public sealed class DeviceDisplay(II2c i2c, string bus, int address, PanelSize size) : IPanelDisplay
{
    private const byte CommandsFollow = 0x00; // control byte of a transfer: Co 0, D/C 0
    private const byte PixelsFollow = 0x40; // Co 0, D/C 1

    private PortDevice? _device;
    private PanelFrame? _sent;

    /// <inheritdoc/>
    public PanelSize Size => size;

    /// <inheritdoc/>
    public void Show(PanelFrame frame, bool anew)
    {
        if (frame.Size != size) throw new ArgumentException($"The frame is {frame.Size}, the display {size}.", nameof(frame));
        try
        {
            _device ??= new PortDevice(i2c.Open(bus, address), address);
            Send(_device, frame, anew);
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

    private void Send(PortDevice device, PanelFrame frame, bool anew)
    {
        var before = anew ? null : _sent;
        _sent = null;
        if (before is null) Tell(device, SetUp());
        for (var page = 0; page < size.Pages; page++)
        {
            if (before is not null && before.Page(page).SequenceEqual(frame.Page(page))) continue;
            Tell(device,
                new Ssd1306.SetPageStartAddressForPageAddressingMode((Ssd1306.PageAddress)page),
                new Ssd1306.SetLowerColumnStartAddressForPageAddressingMode(0), new Ssd1306.SetHigherColumnStartAddressForPageAddressingMode(0));
            device.Write([PixelsFollow, .. frame.Page(page)]);
        }

        _sent = frame;
    }

    private ICommand[] SetUp() =>
    [
        new SetDisplayOff(),
        new Ssd1306.SetDisplayClockDivideRatioOscillatorFrequency(0x00, 0x08),
        new SetMultiplexRatio((byte)(size.Height - 1)),
        new Ssd1306.SetDisplayOffset(0x00),
        new Ssd1306.SetDisplayStartLine(0x00),
        new Ssd1306.SetChargePump(true),
        new Ssd1306.SetMemoryAddressingMode(),
        new Ssd1306.SetSegmentReMap(true),
        new Ssd1306.SetComOutputScanDirection(false),
        new Ssd1306.SetComPinsHardwareConfiguration(size.Height == 64, false),
        new SetContrastControlForBank0(0x9F),
        new Ssd1306.SetPreChargePeriod(0x01, 0x0F),
        new Ssd1306.SetVcomhDeselectLevel(),
        new Ssd1306.EntireDisplayOn(false),
        new Ssd1306.SetNormalDisplay(),
        new SetDisplayOn(),
    ];

    private static void Tell(I2cDevice device, params ICommand[] commands) =>
        device.Write([CommandsFollow, .. commands.SelectMany(command => command.GetBytes())]);

    /// <summary>The library's device on a device of the port.</summary>
    private sealed class PortDevice(II2cDevice beneath, int at) : I2cDevice
    {
        public override I2cConnectionSettings ConnectionSettings { get; } = new(0, at);

        public override void Write(ReadOnlySpan<byte> buffer) => beneath.Write(buffer);

        public override void Read(Span<byte> buffer) => throw new NotSupportedException("A display is only written.");

        public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer) => Read(readBuffer);

        protected override void Dispose(bool disposing)
        {
            if (disposing) beneath.Dispose();
            base.Dispose(disposing);
        }
    }
}
