// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Probes;

namespace Appliance.Simulation.CmsisDap;

/// <summary>DAP_TransferBlock: the same register for each word.</summary>
internal sealed class ProbeBlocks(ProbeTransfers transfers, int packetBytes)
{
    public bool TransferBlock(ProbeCommand command, ProbeAnswer answer)
    {
        command.Byte();
        int count = command.Half(), request = command.Byte(), said = PinSwdHost.Ok, done = 0;
        for (var i = 0; i < 3; i++)
            answer.Byte(0);
        if (count > 0)
            done = (request & ProbeTransfers.Read) != 0 ? Read(request, count, answer, out said) : Write(request, count, command, out said);
        answer.Set(1, done);
        answer.Set(2, done >> 8);
        answer.Set(3, said);
        return true;
    }

    private int Read(int request, int count, ProbeAnswer answer, out int said)
    {
        uint data = 0;
        var posted = (request & ProbeTransfers.ApRead) == ProbeTransfers.ApRead;
        said = posted ? transfers.Patiently(request, ref data) : PinSwdHost.Ok;
        var done = 0;
        while (said == PinSwdHost.Ok && done < count && answer.Length + 4 <= packetBytes)
        {
            said = transfers.Patiently(posted && done == count - 1 ? ProbeTransfers.Rdbuff : request, ref data);
            if (said != PinSwdHost.Ok)
                break;
            answer.Word(data);
            done++;
        }

        return done;
    }

    private int Write(int request, int count, ProbeCommand command, out int said)
    {
        said = PinSwdHost.Ok;
        var done = 0;
        for (; done < count; done++)
        {
            var data = command.Word();
            said = transfers.Patiently(request, ref data);
            if (said != PinSwdHost.Ok)
                return done;
        }

        said = transfers.Check();
        return done;
    }
}
