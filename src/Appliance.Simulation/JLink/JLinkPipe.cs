// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Packets;

namespace Appliance.Simulation.JLink;

/// <summary>The bulk endpoints of a simulated J-Link within this process. A command may come in several transfers; what follows one before its answer was fetched is lost, as on the real one.</summary>
internal sealed class JLinkPipe(SimulatedJLink probe, string name) : IPacketPipe
{
    private readonly List<byte> _command = [];
    private readonly Queue<byte[]> _answers = new();
    private bool _gone;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int MaximumPacket => probe.Options.EndpointBytes;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> data, TimeSpan deadline)
    {
        Check();
        probe.Traffic.Sent(data.Length, 1);
        if (_answers.Count > 0) throw new PacketException(PacketFault.Timeout, name, "a command while the answer to the one before waits to be fetched");
        _command.AddRange(data);
        var wanted = SimulatedJLink.LengthOf([.. _command]);
        if (wanted == 0 || _command.Count < wanted) return;
        if (_command.Count > wanted) throw new PacketException(PacketFault.Stall, name, $"{_command.Count} bytes for a command of {wanted}");
        var command = _command.ToArray();
        _command.Clear();
        foreach (var packet in probe.Execute(command) ?? throw new PacketException(PacketFault.Stall, name, $"command {command[0]:X2} is not known, or cannot be done"))
            _answers.Enqueue(packet);
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, TimeSpan deadline)
    {
        Check();
        if (!_answers.TryDequeue(out var answer)) throw new PacketException(PacketFault.Timeout, name, "there is nothing to fetch");
        if (buffer.Length < answer.Length) throw new PacketException(PacketFault.Failed, name, $"an answer of {answer.Length} bytes overflows {buffer.Length}");
        answer.CopyTo(buffer);
        if (_answers.Count == 0) probe.Traffic.Answered(answer.Length, false);
        return answer.Length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_gone) probe.Plug();
        _gone = true;
    }

    private void Check()
    {
        if (_gone) throw new PacketException(PacketFault.Gone, name, "it was closed");
    }
}
