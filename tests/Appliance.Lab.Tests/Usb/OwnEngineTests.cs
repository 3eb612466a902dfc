// SPDX-License-Identifier: Apache-2.0
using Appliance.Adapters.Unicorn;
using Appliance.Lab.Tests.Lab;
using Appliance.Lab.Tests.Panel;
using Appliance.Simulation;
using Appliance.Simulation.CmsisDap;
using Appliance.Simulation.Ftdi;
using Appliance.Simulation.JLink;
using Appliance.Simulation.StLink;
using Appliance.Simulation.Usb;
using Xunit.Abstractions;

namespace Appliance.Lab.Tests.Usb;

/// <summary>The appliance's own engines on probes in the guest's USB sockets: its libusb calls meet the kernel here.</summary>
public sealed class OwnEngineTests(SharedGuest shared, ITestOutputHelper output) : GuestTest(shared, output)
{
    private const string StLinkSerial = "066DFF303031000000000009";
    private const int FirmwareBytes = 4096;

    [LongGuestFact]
    public async Task OneService_EachKindOfProbeInTurn_PassesAndTheBoardHoldsTheFirmware()
    {
        await using var first = await PlugAsync(board => board.AttachStLink(new SimulatedStLinkOptions { Serial = StLinkSerial }).AsUsbDevice());
        await using var bench = await PanelBench.StartAsync(Guest, "usb-probes", 18084, "auto");
        var service = await bench.ProcessAsync();

        await PassesAsync(bench, first.Board, 0);
        await first.PullAsync();
        await bench.PressAsync(1);
        await bench.VerdictsAsync(2);
        Assert.Equal("FAIL E201 no-probe", await bench.LastAsync());

        await using (var bulk = await PlugAsync(board => board.AttachCmsisDap(new SimulatedCmsisDapOptions { Version = 2, Serial = "OWNBULK" }).AsUsbDevice()))
            await PassesAsync(bench, bulk.Board, 2);
        await using (var hid = await PlugAsync(board => board.AttachCmsisDap(new SimulatedCmsisDapOptions { Version = 1, Serial = "OWNHID" }).AsUsbDevice()))
            await PassesAsync(bench, hid.Board, 3);
        await using (var jLink = await PlugAsync(board => board.AttachJLink(new SimulatedJLinkOptions { Serial = 59_400_124, WantsRegistration = true }).AsUsbDevice()))
            await PassesAsync(bench, jLink.Board, 4);
        await using (var ftdi = await PlugAsync(board => board.AttachFtdi(new SimulatedFtdiOptions { Cable = SimulatedFtdiCable.Adapter, Serial = "OWNFTDI" }).Device))
            await PassesAsync(bench, ftdi.Board, 5);
        Assert.Equal(service, await bench.ProcessAsync());
    }

    [LongGuestFact]
    public async Task Probe_UnpluggedInMidJob_IsARecordedCauseAndWorksAgainWithoutARestart()
    {
        await using var probe = await PlugAsync(board => board.AttachCmsisDap(new SimulatedCmsisDapOptions { Version = 2, Serial = "PULLED" }).AsUsbDevice());
        await using var bench = await PanelBench.StartAsync(Guest, "usb-pulled", 18085, "cmsis-dap:PULLED");
        var service = await bench.ProcessAsync();

        var press = bench.PressAsync(0);
        await UntilAsync(() => probe.Board.Chip.Flash[0] != 0xFF);
        probe.Server.Unplug();
        await press;
        await bench.VerdictsAsync(1);
        Assert.Equal("FAIL E203 probe-lost", await bench.LastAsync());

        await probe.UntilGoneAsync();
        probe.Server.Plug();
        await probe.UntilThereAsync();
        await PassesAsync(bench, probe.Board, 1);
        Assert.Equal(service, await bench.ProcessAsync());
    }

    [LongGuestFact]
    public async Task TwoProbesWithOneSerial_AreNeverTakenForEachOther()
    {
        await using var one = await PlugAsync(board => board.AttachCmsisDap(new SimulatedCmsisDapOptions { Serial = "TWIN" }).AsUsbDevice());
        var socket = Assert.Single(await PluggedProbe.SocketsAsync(Guest, "TWIN"));
        await using var other = await PlugAsync(board => board.AttachCmsisDap(new SimulatedCmsisDapOptions { Serial = "TWIN" }).AsUsbDevice());
        await Guest.UntilAsync("[ $(grep -lx TWIN /sys/bus/usb/devices/*/serial | wc -l) = 2 ]");
        await using var bench = await PanelBench.StartAsync(Guest, "usb-twins", 18086, $"usb:{socket},serial=TWIN");

        await PassesAsync(bench, one.Board, 0);
        Assert.All(other.Board.Chip.Flash.AsSpan(0, FirmwareBytes).ToArray(), cell => Assert.Equal(0xFF, cell));

        var unnamed = await Guest.TryRunAsync($"{Guest.Appliance} run {bench.Project} --home {bench.Home}/shell --probe cmsis-dap:TWIN --json", Patience.Boot);
        Assert.Equal(1, unnamed.ExitCode);
        Assert.Contains("E204", unnamed.Output, StringComparison.Ordinal);
        Assert.All(other.Board.Chip.Flash.AsSpan(0, FirmwareBytes).ToArray(), cell => Assert.Equal(0xFF, cell));

        await one.PullAsync();
        await bench.PressAsync(1);
        await bench.VerdictsAsync(2);
        Assert.Equal("FAIL E201 no-probe", await bench.LastAsync());
        Assert.All(other.Board.Chip.Flash.AsSpan(0, FirmwareBytes).ToArray(), cell => Assert.Equal(0xFF, cell));
    }

    private static async Task PassesAsync(PanelBench bench, SimulatedBoard board, int before)
    {
        await bench.PressAsync(before);
        await bench.VerdictsAsync(before + 1);
        Assert.Equal("PASS", await bench.LastAsync());
        Assert.Equal(PanelBench.Firmware(FirmwareBytes), board.Chip.Flash.AsSpan(0, FirmwareBytes).ToArray());
        Assert.Empty(board.Chip.Violations.List);
    }

    private Task<PluggedProbe> PlugAsync(Func<SimulatedBoard, SimulatedUsbDevice> attach)
    {
        var board = SimulatedBoard.Create("stm32f103cb", new SimulationOptions { Cpu = UnicornEngines.TryOpen(out _) });
        return PluggedProbe.PlugAsync(Guest, board, attach(board));
    }

    private static async Task UntilAsync(Func<bool> seen)
    {
        using var deadline = new CancellationTokenSource(Patience.Boot);
        using var timer = new PeriodicTimer(Patience.Look);
        while (!seen()) await timer.WaitForNextTickAsync(deadline.Token);
    }
}
