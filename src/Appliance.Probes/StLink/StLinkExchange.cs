// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Packets;
using Appliance.Ports.Wires;

namespace Appliance.Probes.StLink;

/// <summary>
/// Commands and their answers over a pipe. An answer of another length than the command has, a late one or none leave nobody knowing which
/// answer comes next: the exchange is broken from then on, and says so until the probe is opened anew.
/// </summary>
internal sealed class StLinkExchange(IPacketPipe pipe)
{
    /// <summary>The firmware asks again after WAIT on its own for a while, so an answer may take longer than a transfer; more means a hung probe.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    private readonly byte[] _answer = new byte[8192];
    private string? _broken;

    /// <summary>Whether the pipe can be used no more.</summary>
    public bool IsBroken => _broken is not null;

    /// <summary>Sends a command that has no answer, and the data that belong to it.</summary>
    /// <exception cref="WireException">The cable or the probe failed.</exception>
    public void Send(StLinkCommand command, ReadOnlySpan<byte> data = default)
    {
        Check();
        try
        {
            pipe.Write(command, Deadline);
            if (!data.IsEmpty) pipe.Write(data, Deadline);
        }
        catch (PacketException error)
        {
            throw Break(error.Message, error);
        }
    }

    /// <summary>Sends a command and fetches its answer.</summary>
    /// <param name="command">The command.</param>
    /// <param name="length">Bytes its answer has.</param>
    /// <returns>The answer, good until the next exchange.</returns>
    /// <exception cref="WireException">The cable or the probe failed, or the answer has another length.</exception>
    public ReadOnlySpan<byte> Ask(StLinkCommand command, int length)
    {
        Send(command);
        try
        {
            // A transfer that ends on a full packet has no short packet behind it; room for more would be waited for in vain.
            int room = length % pipe.MaximumPacket == 0 ? length : length + pipe.MaximumPacket;
            int got = pipe.Read(_answer.AsSpan(0, room), Deadline);
            if (got != length) throw Break($"command {command[0]:X2} {command[1]:X2} was answered by {got} bytes, not {length}", null);
            return _answer.AsSpan(0, length);
        }
        catch (PacketException error)
        {
            throw Break(error.Message, error);
        }
    }

    /// <summary>The status that begins an answer.</summary>
    /// <exception cref="WireException">It is none.</exception>
    public StLinkStatus Status(ReadOnlySpan<byte> answer)
    {
        StLinkStatus status = (StLinkStatus)answer[0];
        return Enum.IsDefined(status) ? status : throw Break($"0x{answer[0]:X2} is no status of an ST-LINK", null);
    }

    private void Check()
    {
        if (_broken is { } reason) throw new WireException(pipe.Name, $"not usable until it is opened anew: {reason}");
    }

    private WireException Break(string reason, Exception? inner)
    {
        _broken = reason;
        return new WireException(pipe.Name, reason, inner);
    }
}
