// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Flashing.DebugRoute;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Probes.Swd;
using Appliance.Simulation;
using Appliance.Targets.Descriptions;

namespace Appliance.Peers.Tests.Waveforms;

/// <summary>The waveform of a whole job of our own engine, judged by sigrok and by a walker over its bits.</summary>
public sealed class WholeJobTests : IDisposable
{
    private const int ImageBytes = 1500;
    private const uint FlashStart = 0x08000000;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private readonly string _folder = Directory.CreateTempSubdirectory("waveform-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PeerFact("sigrok-cli")]
    public void WholeJob_DecodedBySigrok_HasNoParityErrorAndNothingUnknown()
    {
        Record();

        var all = Decode("swd");
        Assert.Contains("JTAG->SWD", all, StringComparison.Ordinal);
        Assert.Contains("0x1ba01477", all, StringComparison.Ordinal);
        Assert.Contains("WAIT", all, StringComparison.Ordinal);
        Assert.DoesNotContain("unknown", all, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("FAULT", all, StringComparison.Ordinal);
        Assert.Equal("", Decode("swd=parity").Trim());
    }

    [Fact]
    public void WholeJob_EveryRequestOnTheWire_IsWellFormed()
    {
        Record();
        using var reader = new StreamReader(Path.Combine(_folder, "wire.vcd"));

        var check = new RequestCheck(VcdPins.SampleAtRisingEdges(reader, "swclk", "swdio"));
        check.Run();

        Assert.Empty(check.Complaints);
        Assert.True(check.Transfers > ImageBytes / 2);
        Assert.True(check.Waits > ImageBytes / 2);
    }

    private void Record()
    {
        var board = SimulatedBoard.Create("stm32f103cb", new SimulationOptions { Seed = 11 });
        using var writer = new StreamWriter(Path.Combine(_folder, "wire.vcd"));
        board.TraceTo(writer);
        var chip = ChipCatalog.Default.Find("stm32f103cb");
        var bytes = new byte[ImageBytes];
        new Random(11).NextBytes(bytes);
        var image = FirmwareImage.FromBytes(FlashStart, bytes);
        var plan = FlashPlanner.Plan(image, chip, new FlashPolicy(EraseRequest.Auto, VerifyMethod.Readback, 4_000_000));
        using var session = new DebugRouteSession(new SwdLink(board.OpenSwd()), chip);
        session.Connect(new ConnectSettings(4_000_000, ConnectMode.Auto, TimeSpan.FromSeconds(5)), CancellationToken.None);
        session.Identify(CancellationToken.None);
        session.Erase(plan, null, CancellationToken.None);
        session.Program(plan, image, null, CancellationToken.None);
        session.Verify(plan, image, null, CancellationToken.None);
        session.Reset(FinalState.Run, CancellationToken.None);
    }

    private string Decode(string annotations) => PeerProcess.Run(
        "sigrok-cli", ["-i", "wire.vcd", "-I", "vcd", "-P", "swd:swclk=swclk:swdio=swdio", "-A", annotations], Deadline, _folder).MustSucceed().Output;
}
