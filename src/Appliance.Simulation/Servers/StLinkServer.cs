// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Appliance.Simulation.StLink;
using Appliance.Simulation.Usb;

namespace Appliance.Simulation.Servers;

/// <summary>
/// One simulated ST-LINK behind the protocol of ST's stlink-server, as OpenOCD's <c>st-link backend tcp</c> speaks it. A request begins with
/// its number; its length follows from that. An answer begins with a status word, except those of the version and of the count.
/// </summary>
internal sealed class StLinkServer(SimulatedStLink probe, FullSpeedFrames? cable = null) : IByteDevice
{
    private const uint Fine = 1;
    private const uint NotAvailable = 0x1053;
    private const uint Handle = 1;
    private const int UsbHeader = 32;
    private readonly List<byte> _pending = [];

    /// <inheritdoc/>
    public void Connected(IBufferWriter<byte> greeting)
    {
        _pending.Clear();
        probe.Plug();
    }

    /// <inheritdoc/>
    public bool Receive(ReadOnlySpan<byte> bytes, IBufferWriter<byte> answers)
    {
        _pending.AddRange(bytes);
        while (_pending.Count > 0)
        {
            var length = Length();
            if (length < 0)
                return false;
            if (length == 0 || _pending.Count < length)
                return true;
            var request = _pending.GetRange(0, length).ToArray();
            _pending.RemoveRange(0, length);
            answers.Write(Answer(request));
        }

        return true;
    }

    /// <summary>Bytes of the request at the front; 0 where more must come first, negative where nobody knows it.</summary>
    private int Length() => _pending[0] switch
    {
        0x00 => 2,
        0x01 => 1,
        0x02 or 0x03 or 0x04 => 8,
        0x05 => _pending.Count < UsbHeader ? 0 : UsbHeader + (_pending[24] == 0 ? Size([.. _pending.GetRange(28, 4)]) : 0),
        0x06 => 4,
        _ => -1,
    };

    private byte[] Answer(byte[] request) => request[0] switch
    {
        0x01 => Words(1),
        0x02 => Device(),
        0x03 => Words(Fine, Handle),
        0x05 => Usb(request),
        0x06 => Words(3, 2, 1, 1),
        _ => Words(Fine),
    };

    private byte[] Device()
    {
        var answer = new byte[45];
        Words(Fine, 0).CopyTo(answer, 0);
        Encoding.ASCII.GetBytes(probe.Options.Serial).CopyTo(answer, 8);
        BinaryPrimitives.WriteUInt16LittleEndian(answer.AsSpan(40), 0x0483);
        BinaryPrimitives.WriteUInt16LittleEndian(answer.AsSpan(42), (ushort)probe.Options.ProductId);
        return answer;
    }

    private byte[] Usb(byte[] request)
    {
        var reads = request[24] != 0;
        var command = request.AsSpan(8, SimulatedStLink.CommandBytes);
        probe.Traffic.Sent(SimulatedStLink.CommandBytes + request.Length - UsbHeader, 1);
        cable?.Out(SimulatedStLink.CommandBytes);
        if (request.Length > UsbHeader)
            cable?.Out(request.Length - UsbHeader);
        var answer = probe.Execute(command, reads ? [] : request.AsSpan(UsbHeader));
        if (reads)
        {
            cable?.In(probe.Clock.Now, answer?.Length ?? 0);
            probe.Traffic.Answered(answer?.Length ?? 0, SimulatedStLink.TellsOfTheOneBefore(command));
        }

        var wanted = reads ? Size(request.AsSpan(28, 4)) : 0;
        if (answer is null)
            return [.. Words(NotAvailable), .. new byte[wanted]];
        Array.Resize(ref answer, wanted);
        return [.. Words(Fine), .. answer];
    }

    private static int Size(ReadOnlySpan<byte> bytes) => (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(bytes), 65_536);

    private static byte[] Words(params ReadOnlySpan<uint> words)
    {
        var bytes = new byte[words.Length * 4];
        for (var i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 4), words[i]);
        return bytes;
    }
}
