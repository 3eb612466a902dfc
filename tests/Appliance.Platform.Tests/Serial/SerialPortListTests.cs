// SPDX-License-Identifier: Apache-2.0
using Appliance.Platform.Serial;
using Appliance.Platform.Tests.Files;
using Appliance.Ports.Serial;

namespace Appliance.Platform.Tests.Serial;

public sealed class SerialPortListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Names => Path.Combine(_folder.Path, "names");

    private string Devices => Path.Combine(_folder.Path, "dev");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void List_LinesWithHardware_AreNamedByWhatStaysTheSame()
    {
        Terminal("ttyUSB0", hardware: true);
        Terminal("ttyAMA0", hardware: true, type: "32");
        Terminal("ttyS1", hardware: true, type: "0");
        Terminal("tty7", hardware: false);
        var id = Link("by-id", "usb-FTDI_FT232R_A50285BI-if00-port0", "ttyUSB0");
        var path = Link("by-path", "platform-usb-0:1.4:1.0-port0", "ttyUSB0");

        SerialPort[] expected = [new(id, Device("ttyUSB0"), path), new(Device("ttyAMA0"), Device("ttyAMA0"), null)];
        Assert.Equal(expected, new SerialPortList(Names, Devices).List());
    }

    [Fact]
    public void List_NoTerminalsAtAll_IsEmpty()
    {
        Assert.Empty(new SerialPortList(Names, Devices).List());
    }

    private string Device(string name) => Path.Combine(Devices, name);

    private void Terminal(string name, bool hardware, string? type = null)
    {
        var entry = Directory.CreateDirectory(Path.Combine(Names, name)).FullName;
        if (hardware) Directory.CreateDirectory(Path.Combine(entry, "device"));
        if (type is not null) File.WriteAllText(Path.Combine(entry, "type"), type + "\n");
        Directory.CreateDirectory(Devices);
        File.WriteAllText(Device(name), "");
    }

    private string Link(string folder, string name, string device)
    {
        var all = Directory.CreateDirectory(Path.Combine(Devices, "serial", folder)).FullName;
        return File.CreateSymbolicLink(Path.Combine(all, name), Path.Combine("..", "..", device)).FullName;
    }
}
