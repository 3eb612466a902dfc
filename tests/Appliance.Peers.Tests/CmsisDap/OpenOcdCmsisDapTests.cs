// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Peers.Tests.Simulation;
using Appliance.Simulation;
using Appliance.Simulation.CmsisDap;

namespace Appliance.Peers.Tests.CmsisDap;

/// <summary>OpenOCD drives the simulated CMSIS-DAP probe through a HID library of our own that forwards its reports.</summary>
public class OpenOcdCmsisDapTests
{
    private const int ImageBytes = 16 * 1024;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private static IReadOnlyList<string> Adapter { get; } =
        ["adapter driver cmsis-dap", "cmsis_dap_backend hid", "transport select swd", "adapter speed 4000"];

    [PeerTheory("openocd", "gcc")]
    [InlineData(64)]
    [InlineData(512)]
    public void Stm32F103_DrivenByOpenOcd_HoldsTheImageItWrote(int packetBytes) => RoundTrip(packetBytes, ImageBytes);

    [PeerFact("openocd", "gcc")]
    public void Stm32F103_WholeFlashByOpenOcd_CountsItsRoundTrips()
    {
        var traffic = RoundTrip(64, 128 * 1024).Traffic;

        Assert.True(traffic.RoundTrips > 1000, $"{traffic.RoundTrips} round trips");
    }

    private static SimulatedCmsisDap RoundTrip(int packetBytes, int imageBytes)
    {
        var board = SimulatedBoard.Create("stm32f103cb", new SimulationOptions { WideAutoIncrement = true, Seed = 8 });
        var probe = board.AttachCmsisDap(new SimulatedCmsisDapOptions { Version = 1, PacketBytes = packetBytes });
        using var server = board.ServeHidReports(0, TimeProvider.System, probe);
        using var image = new FlashRoundTrip(imageBytes, 22);
        var library = Path.Combine(image.Folder, "libhidapi-hidraw.so.0");
        PeerProcess.Run(
            "gcc", ["-shared", "-fPIC", "-O2", "-o", library, Path.Combine(AppContext.BaseDirectory, "CmsisDap", "hidapi.c")], Deadline).MustSucceed();
        var commands = new[] { Adapter, DebianOpenOcd.Stm32F1OverSwd, image.Commands }.SelectMany(list => list).Append("shutdown");
        string[] environment =
        [
            $"LD_LIBRARY_PATH={image.Folder}", string.Create(CultureInfo.InvariantCulture, $"HID_PORT={server.Port}"),
            string.Create(CultureInfo.InvariantCulture, $"HID_BYTES={packetBytes}"), "openocd",
        ];
        var result = PeerProcess.Run("env", environment.Concat(commands.SelectMany(command => new[] { "-c", command })), Deadline, image.Folder);
        image.Check(result, board.Chip);
        Assert.Null(server.Failure);
        return probe;
    }
}
