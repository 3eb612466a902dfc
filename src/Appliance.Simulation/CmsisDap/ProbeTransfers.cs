// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Probes;

namespace Appliance.Simulation.CmsisDap;

/// <summary>
/// DAP_Transfer and what belongs to it. An AP read is posted: its value is fetched by the next AP read or by RDBUFF; after the last write
/// RDBUFF is read to see what became of it (CMSIS-DAP specification, DAP_Transfer).
/// </summary>
internal sealed class ProbeTransfers(PinSwdHost host, int packetBytes)
{
    public const int Read = 1 << 1;
    public const int ApRead = 3;
    public const int Rdbuff = 0xE;
    private const int MatchValue = 1 << 4, MatchMask = 1 << 5, Mismatch = 1 << 4;
    private int _waitRetries = 100;
    private int _matchRetries;
    private uint _mask;

    public bool Configure(ProbeCommand command, ProbeAnswer answer)
    {
        host.IdleCycles = command.Byte();
        _waitRetries = command.Half();
        _matchRetries = command.Half();
        return answer.Byte(0);
    }

    public bool WriteAbort(ProbeCommand command, ProbeAnswer answer)
    {
        command.Byte();
        var value = command.Word();
        host.Transfer(0, ref value);
        return answer.Byte(0);
    }

    public bool Transfer(ProbeCommand command, ProbeAnswer answer)
    {
        command.Byte();
        int count = command.Byte(), done = 0, said = PinSwdHost.Ok;
        answer.Byte(0);
        answer.Byte(0);
        var open = Open.Nothing;
        for (; done < count; done++)
        {
            var request = command.Byte();
            var plain = (request & (MatchValue | MatchMask)) == 0;
            if (open == Open.Read && !(plain && (request & ApRead) == ApRead))
            {
                said = Fetch(answer);
                if (said != PinSwdHost.Ok)
                    break;
                open = Open.Nothing;
            }

            said = One(request, command, answer, ref open);
            if (said != PinSwdHost.Ok)
                break;
        }

        if (said == PinSwdHost.Ok && open != Open.Nothing)
            said = open == Open.Read ? Fetch(answer) : Check();
        answer.Set(1, done);
        answer.Set(2, said);
        return true;
    }

    /// <summary>One transfer on the wire, again after WAIT as often as configured.</summary>
    public int Patiently(int request, ref uint data)
    {
        var said = host.Transfer(request, ref data);
        for (var retry = 0; said == PinSwdHost.Wait && retry < _waitRetries; retry++)
            said = host.Transfer(request, ref data);
        return said;
    }

    /// <summary>Sees what became of the last write.</summary>
    public int Check()
    {
        uint ignored = 0;
        return Patiently(Rdbuff, ref ignored);
    }

    private int One(int request, ProbeCommand command, ProbeAnswer answer, ref Open open)
    {
        uint data = 0;
        if ((request & Read) == 0)
        {
            data = command.Word();
            if ((request & MatchMask) != 0)
            {
                _mask = data;
                return PinSwdHost.Ok;
            }

            open = Open.Write;
            return Patiently(request, ref data);
        }

        if ((request & MatchValue) != 0)
            return Match(request, command.Word());
        var said = Patiently(request, ref data);
        if (said != PinSwdHost.Ok)
            return said;
        if ((request & ApRead) != ApRead)
            Put(answer, data);
        else if (open == Open.Read)
            Put(answer, data);
        open = (request & ApRead) == ApRead ? Open.Read : Open.Nothing;
        return said;
    }

    private int Match(int request, uint wanted)
    {
        uint data = 0;
        var said = PinSwdHost.Ok;
        for (var tries = 0; tries <= _matchRetries; tries++)
        {
            said = Patiently(request, ref data);
            if (said == PinSwdHost.Ok && (request & ApRead) == ApRead)
                said = Patiently(Rdbuff, ref data);
            if (said != PinSwdHost.Ok || (data & _mask) == wanted)
                return said;
        }

        return said | Mismatch;
    }

    private int Fetch(ProbeAnswer answer)
    {
        uint data = 0;
        var said = Patiently(Rdbuff, ref data);
        if (said == PinSwdHost.Ok)
            Put(answer, data);
        return said;
    }

    private void Put(ProbeAnswer answer, uint data)
    {
        if (answer.Length + 4 <= packetBytes)
            answer.Word(data);
    }

    private enum Open
    {
        Nothing,
        Read,
        Write,
    }
}
