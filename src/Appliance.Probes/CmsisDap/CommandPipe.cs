// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Packets;
using Appliance.Ports.Wires;
using Appliance.Probes.CmsisDap.Commands;

namespace Appliance.Probes.CmsisDap;

/// <summary>
/// Commands out, answers in, in step. Once an answer is missing, late or wrong nothing that follows can be believed: every later call
/// fails at once, and the probe must be opened anew.
/// </summary>
internal sealed class CommandPipe(IPacketPipe pipe, CmsisDapDevice device)
{
    private const int LargestReport = 1024;

    /// <summary>Answers of a session that broke off, which may still come first; no probe holds more.</summary>
    private const int MostStale = 256;

    private readonly byte[] _out = new byte[LargestReport + 1];
    private readonly byte[] _in = new byte[LargestReport];
    private WireException? _broken;

    /// <summary>Length of a report of version 1.</summary>
    public int ReportBytes { get; } = CmsisDapQuirk.Of(device)?.ReportBytes ?? pipe.MaximumPacket;

    /// <summary>Bytes of the largest command.</summary>
    public int PacketBytes { get; set; } = CmsisDapLimits.SmallestPacket;

    /// <summary>How long one answer may take. Some probes need more than 100 ms (probe-rs issue 1423), and WAIT retries come on top.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(3);

    public string Name => pipe.Name;

    public void Dispose() => pipe.Dispose();

    /// <summary>Lets go of the pins, where the probe still listens, and closes the pipe.</summary>
    public void Leave()
    {
        try
        {
            if (InStep) Call(new DisconnectCommand());
            if (InStep) Call(new HostStatusCommand(false));
        }
        catch (WireException) when (!InStep)
        {
            // It went away just now: its pins are released, or out of reach.
        }
        finally
        {
            pipe.Dispose();
        }
    }

    /// <summary>The error that ends the talk: what the probe does from here on is not known.</summary>
    public WireException Break(string reason) => _broken = new WireException(Name, reason);

    /// <summary>Whether it is still in step.</summary>
    public bool InStep => _broken is null;

    public T Call<T>(ICommand<T> command)
    {
        Send(command);
        return Receive(command);
    }

    public void Send<T>(ICommand<T> command) => Guarded(() =>
    {
        int length = command.Write(_out);
        if (device.Version == 1)
        {
            _out.AsSpan(length, ReportBytes - length).Clear();
            pipe.Write(_out.AsSpan(0, ReportBytes), Deadline);
            return true;
        }

        pipe.Write(_out.AsSpan(0, length), Deadline);
        if (length < PacketBytes && length % pipe.MaximumPacket == 0) pipe.Write([], Deadline);
        return true;
    });

    public T Receive<T>(ICommand<T> command) => Guarded(() =>
    {
        int length = pipe.Read(_in, Deadline);
        if (length > 0 && _in[0] == CommandId.Unknown) throw new BadAnswerException($"it does not know command 0x{command.Id:X2}");
        if (length == 0 || _in[0] != command.Id) throw new BadAnswerException($"it answered {First(length)} to command 0x{command.Id:X2}");
        return command.Read(_in.AsSpan(1, length - 1));
    });

    /// <summary>Throws away what the probe still had to say to whoever used it before.</summary>
    public void Resynchronise()
    {
        Send(new InfoCommand(InfoId.PacketSize));
        Skip(answer => answer is [CommandId.Info, 2, _, _, ..]);
        Send(new HostStatusCommand(true));
        Skip(answer => answer is [CommandId.HostStatus, _, ..]);
    }

    /// <summary>Runs what talks to the probe and marks the pipe when it fails.</summary>
    public T Guarded<T>(Func<T> talk)
    {
        if (_broken is { } before) throw new WireException(Name, $"must be opened anew: {before.Message}", before);
        try
        {
            return talk();
        }
        catch (Exception error) when (error is PacketException or BadAnswerException)
        {
            _broken = new WireException(Name, error is BadAnswerException ? $"the probe is out of step: {error.Message}" : error.Message, error);
            throw _broken;
        }
    }

    private string First(int length) => length == 0 ? "nothing" : $"0x{_in[0]:X2}";

    private void Skip(Func<byte[], bool> isMine) => Guarded(() =>
    {
        for (int stale = 0; stale < MostStale; stale++)
        {
            int length = pipe.Read(_in, Deadline);
            if (isMine(_in[..length])) return true;
        }

        throw new BadAnswerException($"{MostStale} answers, none of them to the first command");
    });
}
