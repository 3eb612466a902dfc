// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Ports.Packets;
using Appliance.Ports.Wires;

namespace Appliance.Probes.JLink;

/// <summary>
/// Commands and their answers over a pipe. An answer that is late, too long or too short leaves nobody knowing what the next bytes belong to: the exchange
/// is broken from then on, and says so until the probe is opened anew.
/// </summary>
internal sealed class JLinkExchange(IPacketPipe pipe)
{
    /// <summary>A command shifts 16 Kibit at most, which takes 160 ms at 100 kHz.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    private readonly byte[] _answer = new byte[8192];
    private string? _broken;

    /// <summary>What messages call the probe.</summary>
    public string Name => pipe.Name;

    /// <summary>Whether the pipe can be used no more.</summary>
    public bool IsBroken => _broken is not null;

    /// <summary>Sends a command that has no answer.</summary>
    /// <exception cref="WireException">Cable or probe failed.</exception>
    public void Send(ReadOnlySpan<byte> command)
    {
        if (_broken is { } reason) throw new WireException(Name, $"not usable until it is opened anew: {reason}");
        try
        {
            pipe.Write(command, Deadline);
        }
        catch (PacketException error)
        {
            throw Break(error.Message, error);
        }
    }

    /// <summary>Sends a command and fetches its answer, in however many pieces it comes: a status byte comes by itself from some firmware.</summary>
    /// <returns>The answer, good until the next exchange.</returns>
    /// <exception cref="WireException">Cable or probe failed, or the answer has another length.</exception>
    public ReadOnlySpan<byte> Ask(ReadOnlySpan<byte> command, int length)
    {
        Send(command);
        return Receive(length);
    }

    /// <summary>Fetches more of an answer.</summary>
    public ReadOnlySpan<byte> Receive(int length)
    {
        try
        {
            for (int have = 0; have < length;)
            {
                int got = pipe.Read(_answer.AsSpan(have, length - have), Deadline);
                if (got == 0) throw Break($"an answer ended after {have} of {length} bytes", null);
                have += got;
            }

            return _answer.AsSpan(0, length);
        }
        catch (PacketException error)
        {
            throw Break(error.Message, error);
        }
    }

    /// <summary>Sends a command and fetches one word.</summary>
    public uint AskWord(params ReadOnlySpan<byte> command) => BinaryPrimitives.ReadUInt32LittleEndian(Ask(command, 4));

    /// <summary>The error that ends the exchange.</summary>
    public WireException Break(string reason, Exception? inner)
    {
        _broken = reason;
        return new WireException(Name, reason, inner);
    }
}
