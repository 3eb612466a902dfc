// SPDX-License-Identifier: Apache-2.0
using Appliance.Platform.Usb;
using Appliance.Ports.Packets;
using Appliance.Ports.Usb;

namespace Appliance.Platform.Tests.Usb;

public sealed class UsbPacketPipeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private readonly ScriptedLink _link = new();

    [Theory]
    [InlineData(UsbFault.Timeout, PacketFault.Timeout)]
    [InlineData(UsbFault.Gone, PacketFault.Gone)]
    [InlineData(UsbFault.Stall, PacketFault.Stall)]
    [InlineData(UsbFault.Failed, PacketFault.Failed)]
    [InlineData(UsbFault.NoAccess, PacketFault.Failed)]
    public void Read_UsbRefuses_IsToldAsPacketsDo(UsbFault fault, PacketFault expected)
    {
        using var pipe = Bulk();
        _link.Refuses = fault;

        var refused = Assert.Throws<PacketException>(() => pipe.Read(new byte[8], Limit));

        Assert.Equal((expected, "probe"), (refused.Fault, refused.Device));
        Assert.Equal(fault == UsbFault.Stall, _link.Cleared.Contains(0x81));
    }

    [Fact]
    public void Read_SmallBuffer_AsksForWholePackets()
    {
        using var pipe = Bulk();
        _link.Answers.Enqueue([1, 2, 3]);
        var buffer = new byte[5];

        Assert.Equal(3, pipe.Read(buffer, Limit));
        Assert.Equal([1, 2, 3, 0, 0], buffer);
        Assert.Equal([64], _link.Asked);
    }

    [Fact]
    public void Read_MoreThanExpected_IsRefused()
    {
        using var pipe = Bulk();
        _link.Answers.Enqueue(new byte[9]);

        Assert.Equal(PacketFault.Failed, Assert.Throws<PacketException>(() => pipe.Read(new byte[8], Limit)).Fault);
    }

    [Fact]
    public void Read_Report_IsOnePacketHoweverLargeTheBuffer()
    {
        using var pipe = UsbPacketPipe.Open(_link, "probe", new UsbInterface(3, UsbInterface.HidClass, null, [End(0x81, UsbTransfer.Interrupt)]), UsbTransfer.Interrupt);
        _link.Answers.Enqueue(new byte[64]);

        Assert.Equal(64, pipe.Read(new byte[1024], Limit));
        Assert.Equal([64], _link.Asked);
    }

    [Fact]
    public void Write_DeviceWithoutOutEndpoint_GetsReportsByRequest()
    {
        using var pipe = UsbPacketPipe.Open(_link, "probe", new UsbInterface(3, UsbInterface.HidClass, null, [End(0x81, UsbTransfer.Interrupt)]), UsbTransfer.Interrupt);

        pipe.Write([7, 8], Limit);

        Assert.Equal(new UsbSetup(0x21, 0x09, 0x0200, 3), Assert.Single(_link.Requests));
    }

    [Fact]
    public void DropStale_OldAnswers_AreReadUntilNoneComes()
    {
        using var pipe = Bulk();
        _link.Answers.Enqueue([1]);
        _link.Answers.Enqueue([2]);

        pipe.DropStale();

        Assert.Empty(_link.Answers);
    }

    [Fact]
    public void DropStale_DeviceThatNeverStops_IsRefused()
    {
        using var pipe = Bulk();
        for (int i = 0; i < 100; i++) _link.Answers.Enqueue([1]);

        Assert.Throws<PacketException>(pipe.DropStale);
    }

    [Fact]
    public void Open_InterfaceWithoutEndpoints_ClosesTheDevice()
    {
        Assert.Throws<PacketException>(() => UsbPacketPipe.Open(_link, "probe", new UsbInterface(0, 0xFF, null, []), UsbTransfer.Bulk));
        Assert.True(_link.Disposed);
    }

    [Fact]
    public void Open_InterfaceThatIsTaken_ClosesTheDeviceAndSaysWho()
    {
        _link.Refuses = UsbFault.Busy;

        Assert.Contains("another program", Assert.Throws<PacketException>(Bulk).Message, StringComparison.Ordinal);
        Assert.True(_link.Disposed);
    }

    private static UsbPipeEnd End(byte address, UsbTransfer transfer) => new(new UsbEndpoint(address, transfer), 64);

    private UsbPacketPipe Bulk() =>
        UsbPacketPipe.Open(_link, "probe", new UsbInterface(0, 0xFF, null, [End(0x01, UsbTransfer.Bulk), End(0x81, UsbTransfer.Bulk)]), UsbTransfer.Bulk);

    private sealed class ScriptedLink : IUsbLink
    {
        public Queue<byte[]> Answers { get; } = [];

        public List<int> Asked { get; } = [];

        public List<byte> Cleared { get; } = [];

        public List<UsbSetup> Requests { get; } = [];

        public UsbFault? Refuses { get; set; }

        public bool Disposed { get; private set; }

        public void Claim(byte number) => Check();

        public int Control(UsbSetup setup, Span<byte> data, TimeSpan limit)
        {
            Check();
            Requests.Add(setup);
            return data.Length;
        }

        public int Write(UsbEndpoint endpoint, ReadOnlySpan<byte> data, TimeSpan limit)
        {
            Check();
            return data.Length;
        }

        public int Read(UsbEndpoint endpoint, Span<byte> data, TimeSpan limit)
        {
            Check();
            Asked.Add(data.Length);
            if (!Answers.TryDequeue(out var answer)) throw new UsbException(UsbFault.Timeout, "nothing");
            answer.CopyTo(data);
            return answer.Length;
        }

        public void ClearHalt(UsbEndpoint endpoint) => Cleared.Add(endpoint.Address);

        public void Dispose() => Disposed = true;

        private void Check()
        {
            if (Refuses is { } fault) throw new UsbException(fault, "refused");
        }
    }
}
