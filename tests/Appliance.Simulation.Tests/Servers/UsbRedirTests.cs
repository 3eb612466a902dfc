// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.CmsisDap;
using Appliance.Simulation.Servers;
using Appliance.Simulation.Usb;

namespace Appliance.Simulation.Tests.Servers;

/// <summary>Simulated USB devices behind the USB redirection protocol, byte by byte.</summary>
public sealed class UsbRedirTests : IDisposable
{
    private const uint Connect = 1, Disconnect = 2, SetConfiguration = 6, StartInterrupts = 15, Cancel = 21, Ack = 24, Control = 100, Bulk = 101, Interrupt = 103;
    private const byte Success = 0, Cancelled = 1, Stall = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("redir-").FullName;
    private UsbRedirServer? _server;
    private UsbRedirClient? _client;

    public void Dispose()
    {
        _client?.Dispose();
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Greeting_OfADevice_TellsInterfacesEndpointsAndNumbers()
    {
        var told = Plug(version: 2);

        Assert.Equal([4u, 5u, Connect], told.Select(packet => packet.Type));
        Assert.Equal([1, 0, 0, 0], told[0].Body[..4]);
        Assert.Equal((0xFF, 132), (told[0].Body[36], told[0].Body.Length));
        Assert.Equal((2, 2, 255, 160), (told[1].Body[1], told[1].Body[17], told[1].Body[2], told[1].Body.Length));
        Assert.Equal([1, 0, 0, 0, 0x28, 0x0D, 0x04, 0x02, 0x00, 0x01], told[2].Body);
    }

    [Fact]
    public void Greeting_WithoutLongIds_IsDropped()
    {
        Serve(version: 2);
        _client!.Send(0, 0, new byte[68]);

        Assert.True(_client.IsDropped());
    }

    [Fact]
    public void Packet_NeverOffered_IsDropped()
    {
        Plug(version: 2);
        _client!.Send(12, 1, 0x81, 1, 1);

        Assert.True(_client.IsDropped());
    }

    [Fact]
    public void Control_DeviceDescriptor_IsCutToTheLengthAsked()
    {
        Plug(version: 2);

        var whole = _client!.Ask(Control, 5, 0x80, 6, 0x80, 0, 0, 1, 0, 0, 64, 0);
        var cut = _client.Ask(Control, 6, 0x80, 6, 0x80, 0, 0, 1, 0, 0, 8, 0);

        Assert.Equal((Control, 5ul, Success, 28), (whole.Type, whole.Id, whole.Body[3], whole.Body.Length));
        Assert.Equal([18, 1, 0x00, 0x02, 0, 0, 0, 64, 0x28, 0x0D, 0x04, 0x02, 0x00, 0x01, 1, 2, 3, 1], whole.Body[10..]);
        Assert.Equal((8, 18), (cut.Body[8], cut.Body.Length));
    }

    [Fact]
    public void Control_DescriptorItHasNot_Stalls()
    {
        Plug(version: 2);

        Assert.Equal(Stall, _client!.Ask(Control, 5, 0x80, 6, 0x80, 0, 9, 3, 9, 4, 64, 0).Body[3]);
    }

    [Fact]
    public void Bulk_BeforeTheConfiguration_StallsUntilTheHaltIsCleared()
    {
        Plug(version: 2);
        var early = _client!.Ask(Bulk, 1, [1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0x00, 0xFF]);
        Configure();

        Assert.Equal(Stall, early.Body[1]);
        Assert.Equal(Success, _client.Ask(Bulk, 2, [1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0x00, 0xFF]).Body[1]);
    }

    [Fact]
    public void BulkRead_BeforeTheCommand_WaitsForItsAnswer()
    {
        Plug(version: 2);
        Configure();
        _client!.Send(Bulk, 9, 0x81, 0, 64, 0, 0, 0, 0, 0, 0, 0);

        var written = _client.Ask(Bulk, 10, [1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0x00, 0xFF]);
        var answer = _client.Receive();

        Assert.Equal((10ul, Success, 2), (written.Id, written.Body[1], written.Body[2]));
        Assert.Equal((9ul, Success, 4), (answer.Id, answer.Body[1], answer.Body[2]));
        Assert.Equal([0x00, 2, 64, 0], answer.Body[10..]);
    }

    [Fact]
    public void BulkRead_Cancelled_IsGivenBackEmptyAndTakesNoAnswer()
    {
        Plug(version: 2);
        Configure();
        _client!.Send(Bulk, 9, 0x81, 0, 64, 0, 0, 0, 0, 0, 0, 0);
        var cancelled = _client.Ask(Cancel, 9);
        _client.Ask(Bulk, 10, [1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0x00, 0xFF]);

        Assert.Equal((9ul, Cancelled, 10), (cancelled.Id, cancelled.Body[1], cancelled.Body.Length));
        Assert.Equal(11ul, _client.Ask(Bulk, 11, 0x81, 0, 64, 0, 0, 0, 0, 0, 0, 0).Id);
    }

    [Fact]
    public void Reports_OfAHidProbe_ComeOnceTheClientReceives()
    {
        Plug(version: 1);
        Configure();
        var started = _client!.Ask(StartInterrupts, 3, 0x81);
        var report = new byte[64];
        report[1] = 0xFF;

        var written = _client.Ask(Interrupt, 4, [1, 0, 64, 0, .. report]);
        var answer = _client.Receive();

        Assert.Equal([Success, 0x81], started.Body);
        Assert.Equal([1, Success, 64, 0], written.Body);
        Assert.Equal([0x81, Success, 64, 0, 0x00, 2, 64, 0], answer.Body[..8]);
        Assert.Equal(68, answer.Body.Length);
    }

    [Fact]
    public void Unplug_AndPlug_TellsTheClientAndWaitsUntilItLetGo()
    {
        Plug(version: 2);
        Configure();

        _server!.Unplug();
        Assert.Equal(Disconnect, _client!.Receive().Type);
        _server.Plug();
        _client.Send(Bulk, 1, [1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0x00, 0xFF]);
        _client.Send(Ack, 0);

        Assert.Equal([4u, 5u, Connect], new[] { _client.Receive(), _client.Receive(), _client.Receive() }.Select(packet => packet.Type));
        Assert.Equal(Stall, _client.Ask(Bulk, 2, [1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0x00, 0xFF]).Body[1]);
    }

    private IReadOnlyList<RedirPacket> Plug(int version)
    {
        Serve(version);
        return _client!.Greet();
    }

    private void Serve(int version)
    {
        var board = SimulatedBoard.Create("stm32f103cb");
        var path = Path.Combine(_folder, "usb");
        _server = board.ServeUsb(path, TimeProvider.System, board.AttachCmsisDap(new SimulatedCmsisDapOptions { Version = version }).AsUsbDevice());
        _client = new UsbRedirClient(path);
    }

    /// <summary>SET_CONFIGURATION is answered by the tables of interfaces and endpoints, then its status.</summary>
    private void Configure()
    {
        Assert.Equal(4u, _client!.Ask(SetConfiguration, 1, 1).Type);
        Assert.Equal(5u, _client.Receive().Type);
        Assert.Equal([Success, 1], _client.Receive().Body);
    }
}
