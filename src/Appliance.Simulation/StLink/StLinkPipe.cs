// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Packets;

namespace Appliance.Simulation.StLink;

/// <summary>The bulk endpoints of a simulated ST-LINK within this process.</summary>
internal sealed class StLinkPipe(SimulatedStLink probe, string name) : IPacketPipe
{
    private readonly byte[] _command = new byte[SimulatedStLink.CommandBytes];
    private byte[]? _answer;
    private int _wanted;
    private bool _gone;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int MaximumPacket => probe.Options.MaximumPacket;

    /// <summary>When the answer of the last command was ready.</summary>
    public TimeSpan AnswerReady { get; private set; }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> data, TimeSpan deadline)
    {
        Check();
        probe.Traffic.Sent(data.Length, 1);
        if (_answer is not null)
            throw new PacketException(PacketFault.Timeout, name, "a command while the answer to the one before waits to be fetched");
        if (_wanted > 0)
        {
            if (data.Length != _wanted)
                throw new PacketException(PacketFault.Stall, name, $"{data.Length} bytes of data where {_wanted} were announced");
            Run(data);
            return;
        }

        if (data.Length != SimulatedStLink.CommandBytes)
            throw new PacketException(PacketFault.Stall, name, $"a command of {data.Length} bytes");
        data.CopyTo(_command);
        _wanted = SimulatedStLink.DataAfter(data);
        if (_wanted == 0)
            Run([]);
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, TimeSpan deadline)
    {
        Check();
        if (_answer is not { } answer)
            throw new PacketException(PacketFault.Timeout, name, "there is nothing to fetch");
        if (buffer.Length < answer.Length)
            throw new PacketException(PacketFault.Failed, name, $"an answer of {answer.Length} bytes overflows {buffer.Length}");
        answer.CopyTo(buffer);
        _answer = null;
        probe.Traffic.Answered(answer.Length, SimulatedStLink.TellsOfTheOneBefore(_command));
        return answer.Length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_gone)
            probe.Plug();
        _gone = true;
    }

    private void Run(ReadOnlySpan<byte> data)
    {
        _wanted = 0;
        _answer = probe.Execute(_command, data) ?? throw new PacketException(PacketFault.Stall, name, $"command {_command[0]:X2} {_command[1]:X2} is not known");
        AnswerReady = probe.Clock.Now;
        if (_answer.Length == 0)
            _answer = null;
    }

    private void Check()
    {
        if (_gone)
            throw new PacketException(PacketFault.Gone, name, "it was closed");
    }
}
