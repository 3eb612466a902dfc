// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Tests.Swd.Doubles;

/// <summary>No target on the lane, only the pull-up.</summary>
internal sealed class AbsentTarget : ScriptedTarget
{
    protected override int Acknowledge(int ack, int request) => 7;
}

/// <summary>Says WAIT to every AP access once armed.</summary>
internal sealed class AnswersWaitForever : ScriptedTarget
{
    public bool Armed { get; set; }

    protected override int Acknowledge(int ack, int request)
    {
        if (!Armed || ack != 1 || (request & 2) == 0) return ack;
        Dp.Overran();
        return 2;
    }
}

/// <summary>Sends the n-th AP or RDBUFF word with a wrong parity; every one from the first when asked to.</summary>
internal sealed class FlipsReadParity(int every) : ScriptedTarget
{
    private int _count;

    public bool Armed { get; set; }

    protected override ulong Sent(ulong bits, int request)
    {
        if (!Armed || request == 0xA5) return bits;
        return ++_count % every == 0 ? bits ^ 4 : bits;
    }
}

/// <summary>Receives every n-th write with a flipped bit.</summary>
internal sealed class FlipsWriteParity(int every) : ScriptedTarget
{
    private int _count;

    public bool Armed { get; set; }

    protected override ulong Received(ulong bits, int request) => Armed && ++_count % every == 0 ? bits ^ 0x10000 : bits;
}

/// <summary>Answers an acknowledge that is none, once armed, to every AP access.</summary>
internal sealed class AnswersGarbage(int ack) : ScriptedTarget
{
    public bool Armed { get; set; }

    protected override int Acknowledge(int good, int request) => Armed && (request & 2) != 0 ? ack : good;
}
