// SPDX-License-Identifier: Apache-2.0
namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>The main job through simulated adapters with a chip of FTDI.</summary>
public sealed class FtdiTests : IDisposable
{
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Theory]
    [InlineData("sim-ftdi:stm32f103cb", "arm-usb-ocd-h, FT2232H")]
    [InlineData("sim-ftdi:stm32f103cb,layout=um232h,swd=resistor", "um232h, FT232H")]
    [InlineData("jtag:sim-ftdi:stm32f103cb,layout=arm-usb-tiny", "arm-usb-tiny, FT2232D")]
    public void Run_Passes_AndTheRecordTellsLayoutAndChip(string probe, string said)
    {
        var json = Run(probe);

        Assert.Equal("PASS", json.GetProperty("verdict").GetString());
        Assert.True(json.GetProperty("simulated").GetBoolean());
        var record = _appliance.Run("records", "show", json.GetProperty("record").GetString()!, "--json");
        Assert.Contains(said, record.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sim-ftdi:stm32f103cb,fault=no-target", "no-target")]
    [InlineData("jtag:sim-ftdi:stm32f103cb,fault=read-protected", "read-protected")]
    public void Run_WithAFatalFault_IsRedForThatCause(string probe, string cause) =>
        Assert.Equal(cause, Run(probe).GetProperty("error").GetProperty("cause").GetString());

    [Theory]
    [InlineData("sim-ftdi:stm32f103cb,layout=none")]
    [InlineData("ftdi,swd=wire")]
    [InlineData("sim-ftdi:")]
    public void Run_WithANameThatIsNone_IsWrongUsage(string probe) => Assert.Equal(2, _appliance.Run("run", "nowhere", "--probe", probe).ExitCode);

    private System.Text.Json.JsonElement Run(string probe)
    {
        var folder = Path.Combine(_appliance.Home, "blinky");
        Directory.CreateDirectory(folder);
        var bytes = new byte[2048];
        new Random(5).NextBytes(bytes);
        ((byte[])[0x00, 0x10, 0x00, 0x20, 0x41, 0x00, 0x00, 0x08]).CopyTo(bytes, 0);
        File.WriteAllBytes(Path.Combine(folder, "blinky.bin"), bytes);
        File.WriteAllText(Path.Combine(folder, "project.yaml"), "name: blinky\nrevision: '1'\ntarget: stm32f103cb\nfiles:\n  - path: blinky.bin\n    address: 0x08000000\n");
        return _appliance.Run("run", folder, "--probe", probe, "--json").Json;
    }
}
