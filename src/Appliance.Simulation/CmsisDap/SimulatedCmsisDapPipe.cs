// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Packets;

namespace Appliance.Simulation.CmsisDap;

/// <summary>
/// The cable: HID reports of one length, or bulk transfers that end with a short packet or with a whole DAP packet. It is strict: a report
/// of another length is stalled, a transfer that has no end is never answered, and more commands than the probe can hold are lost.
/// </summary>
internal sealed class SimulatedCmsisDapPipe(SimulatedCmsisDap probe, string name) : IPacketPipe
{
    private readonly Queue<(byte[] Bytes, TimeSpan Ready)> _answers = new();
    private readonly List<byte> _transfer = [];
    private readonly SimulatedCmsisDapOptions _options = probe.Options;
    private bool _closed;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int MaximumPacket => Reports ? _options.PacketBytes : _options.EndpointBytes;

    /// <summary>When the answer fetched last was ready.</summary>
    public TimeSpan AnswerReady { get; private set; }

    private bool Reports => _options.Version == 1;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> data, TimeSpan deadline)
    {
        MustBeOpen();
        if (Reports && data.Length != _options.PacketBytes)
            throw new PacketException(PacketFault.Stall, name, $"a report of {data.Length} bytes, where all have {_options.PacketBytes}");
        _transfer.AddRange(data);
        if (_transfer.Count > _options.PacketBytes)
            throw new PacketException(PacketFault.Stall, name, $"a transfer of {_transfer.Count} bytes, where {_options.PacketBytes} is the most");
        if (_transfer.Count < _options.PacketBytes && data.Length > 0 && data.Length % MaximumPacket == 0)
            return;
        var command = _transfer.ToArray();
        _transfer.Clear();
        if (command.Length > 0)
            Take(command);
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, TimeSpan deadline)
    {
        MustBeOpen();
        if (!_answers.TryDequeue(out var oldest))
            throw new PacketException(PacketFault.Timeout, name, $"no answer within {deadline.TotalMilliseconds:0} ms");
        (var answer, AnswerReady) = oldest;
        if (answer.Length > buffer.Length)
            throw new PacketException(PacketFault.Failed, name, $"an answer of {answer.Length} bytes for room of {buffer.Length}");
        answer.CopyTo(buffer);
        probe.Traffic.Answered(answer.Length);
        return answer.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => _closed = true;

    private void Take(byte[] command)
    {
        probe.Traffic.Sent(command.Length, _answers.Count + 1);
        if (_answers.Count >= _options.PacketCount || probe.Execute(command) is not { } answer)
            return;
        if (Reports)
            Array.Resize(ref answer, _options.PacketBytes);
        _answers.Enqueue((answer, probe.Clock.Now));
    }

    private void MustBeOpen() => ObjectDisposedException.ThrowIf(_closed, this);
}
