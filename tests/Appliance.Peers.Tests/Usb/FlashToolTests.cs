// SPDX-License-Identifier: Apache-2.0
using Appliance.Adapters.Unicorn;
using Appliance.Simulation;
using Appliance.Simulation.BootLoaders;
using Appliance.Simulation.StLink;
using Appliance.Simulation.Usb;

namespace Appliance.Peers.Tests.Usb;

/// <summary>st-info, st-flash and dfu-util on simulated devices.</summary>
public sealed class FlashToolTests : IDisposable
{
    private const int ImageBytes = 8 * 1024;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(240);
    private readonly string _folder = Directory.CreateTempSubdirectory("tools").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PeerFact("dfu-util", "gcc")]
    public void DfuUtil_OnTheBootLoader_HoldsTheImageItWrote()
    {
        var board = SimulatedBoard.Create("stm32f107vc", new SimulationOptions { Seed = 41 });
        using var usb = new ForeignUsb(board, board.AttachDfu(new SimulatedDfuOptions { Serial = "3570395A3299" }).Device);
        var image = Image(41);

        var said = usb.Run(Deadline, _folder, "dfu-util", "-a", "0", "-d", "0483:df11", "-s", "0x08000000", "-D", "image.bin").MustSucceed().Output;
        usb.Run(Deadline, _folder, "dfu-util", "-a", "0", "-d", "0483:df11", "-s", $"0x08000000:{ImageBytes}", "-U", "back.bin").MustSucceed();

        Assert.Contains("DfuSe", said, StringComparison.Ordinal);
        Assert.Equal(image, board.Chip.Flash.AsSpan(0, ImageBytes).ToArray());
        Assert.Equal(image, File.ReadAllBytes(Path.Combine(_folder, "back.bin")));
        Assert.Empty(board.Chip.Violations.List);
    }

    [PeerTheory("st-info", "gcc")]
    [InlineData("V2J37")]
    [InlineData("V3J8")]
    public void StInfo_OnAnStLink_NamesTheChip(string firmware)
    {
        var board = SimulatedBoard.Create("stm32f103cb", new SimulationOptions { Seed = 42 });
        using var usb = new ForeignUsb(board, StLink(board, firmware));

        var said = usb.Run(Deadline, _folder, "st-info", "--probe").MustSucceed();

        Assert.True(said.Output.Contains("410", StringComparison.Ordinal) && said.Output.Contains("131072", StringComparison.Ordinal), said.Output + said.Error);
    }

    [PeerFact("st-flash", "gcc")]
    public void StFlash_OnAnStLink_HoldsTheImageItWrote()
    {
        var board = SimulatedBoard.Create("stm32f103cb", new SimulationOptions { Seed = 43, Cpu = UnicornEngines.TryOpen(out _) });
        using var usb = new ForeignUsb(board, StLink(board, "V2J37"));
        var image = Image(43);

        var said = usb.Run(Deadline, _folder, "st-flash", "write", "image.bin", "0x08000000");
        Assert.True(said.ExitCode == 0, said.Output + said.Error);
        usb.Run(Deadline, _folder, "st-flash", "read", "back.bin", "0x08000000", $"{ImageBytes}").MustSucceed();

        Assert.Equal(image, board.Chip.Flash.AsSpan(0, ImageBytes).ToArray());
        Assert.Equal(image, File.ReadAllBytes(Path.Combine(_folder, "back.bin")));
        Assert.Empty(board.Chip.Violations.List);
    }

    private static SimulatedUsbDevice StLink(SimulatedBoard board, string firmware) =>
        board.AttachStLink(new SimulatedStLinkOptions { Firmware = firmware, Serial = "066DFF303031000000000001" }).AsUsbDevice();

    private byte[] Image(int seed)
    {
        var image = new byte[ImageBytes];
        new Random(seed).NextBytes(image);
        File.WriteAllBytes(Path.Combine(_folder, "image.bin"), image);
        return image;
    }
}
