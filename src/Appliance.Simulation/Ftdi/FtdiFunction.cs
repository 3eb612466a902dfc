// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Usb;
using Appliance.Simulation.Probes;
using Appliance.Simulation.Usb;

namespace Appliance.Simulation.Ftdi;

/// <summary>Endpoints and vendor requests of a chip of FTDI (libftdi <c>ftdi.h</c> has the numbers, AN_232B-10 the bit modes).</summary>
internal sealed class FtdiFunction(SimulatedBoard board, SimulatedFtdiChip chip, FtdiTarget target, MpsseProcessor processor, SimulatedTraffic traffic) : IUsbFunction
{
    private const byte OutAddress = 0x02, InAddress = 0x81;
    private const int StatusBytes = 2;
    private const byte SetUp = 0x40, SetUpIn = 0xC0;
    private const int SerialPort = 0, Mpsse = 2;
    private static readonly TimeSpan UsualLatency = TimeSpan.FromMilliseconds(16);
    private TimeSpan _latency = UsualLatency;
    private TimeSpan _sent;
    private int _mode;

    /// <inheritdoc/>
    public void Reset()
    {
        (_latency, _sent) = (UsualLatency, board.Time.Elapsed);
        SetMode(SerialPort);
    }

    /// <inheritdoc/>
    public UsbEnd Out(byte endpoint, ReadOnlySpan<byte> data)
    {
        if (endpoint != OutAddress || _mode != Mpsse) return UsbEnd.Done;
        traffic.Sent(data.Length, 1);
        processor.Write(data);
        return UsbEnd.Done;
    }

    /// <inheritdoc/>
    public UsbReply? In(byte endpoint, int room)
    {
        if (endpoint != InAddress) return null;
        if (room < chip.PacketBytes) return new UsbReply(UsbEnd.Babble, []);
        var payload = chip.PacketBytes - StatusBytes;
        var late = board.Time.Elapsed - _sent >= _latency;
        if (!late && !processor.SendsNow && processor.Waiting < payload) return null;
        _sent = board.Time.Elapsed;
        var transfer = new List<byte>();
        int length;
        do
        {
            var packet = processor.Take(payload);
            length = packet.Length;
            transfer.AddRange([0x32, 0x60, .. packet]);
        }
        while (length == payload && room - transfer.Count >= chip.PacketBytes);
        if (transfer.Count > StatusBytes) traffic.Answered(transfer.Count);
        return UsbReply.Sent([.. transfer]);
    }

    /// <inheritdoc/>
    public UsbReply Control(UsbSetup setup, int length, ReadOnlySpan<byte> data)
    {
        if (setup.Index is 0 or > 4 || setup.Index > chip.Channels) return UsbReply.Stalled;
        if (setup.Index != 1) return setup.RequestType == SetUp ? UsbReply.Sent() : UsbReply.Stalled;
        return (setup.RequestType, setup.Request, setup.Value) switch
        {
            (SetUp, 0x00, 0) => Did(() => { processor.DropCommands(); processor.DropAnswers(); }),
            (SetUp, 0x00, 1) => Did(processor.DropCommands),
            (SetUp, 0x00, 2) => Did(processor.DropAnswers),
            (SetUp, 0x09, >= 1 and <= 255) => Did(() => _latency = TimeSpan.FromMilliseconds(setup.Value)),
            (SetUpIn, 0x0A, _) => UsbReply.Sent((byte)_latency.TotalMilliseconds),
            (SetUp, 0x0B, _) when setup.Value >> 8 is SerialPort or Mpsse => Did(() => SetMode(setup.Value >> 8)),
            (SetUpIn, 0x0C, _) => UsbReply.Sent(target.LowPins()),
            _ => UsbReply.Stalled,
        };
    }

    private static UsbReply Did(Action done)
    {
        done();
        return UsbReply.Sent();
    }

    private void SetMode(int mode)
    {
        _mode = mode;
        processor.Reset();
        target.Release();
    }
}
