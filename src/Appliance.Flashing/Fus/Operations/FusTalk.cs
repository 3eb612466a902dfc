// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Connection;
using Appliance.Flashing.Fus.Mailbox;

namespace Appliance.Flashing.Fus.Operations;

/// <summary>Questions and commands to FUS, and the waits for what comes of them, through all the resets FUS makes.</summary>
internal sealed class FusTalk(WbLink link, FusConnection connection, FusTiming timing)
{
    /// <summary>How often an odd answer is asked for again before it is believed.</summary>
    private const int OddAnswers = 8;

    private TimeSpan? _asked;

    /// <summary>Target time.</summary>
    public TimeSpan Now => link.Clock.Now;

    /// <summary>Resets since the last command.</summary>
    public int Resets => link.Resets;

    /// <summary>Times in use.</summary>
    public FusTiming Timing => timing;

    /// <summary>What is on the coprocessor. Where FUS runs it is asked for its state; a stack is not, since two questions throw it out.</summary>
    public FusSituation Look(CancellationToken cancel)
    {
        var info = connection.WaitInfo(cancel);
        FusStatus? status = info.FusRuns ? Idle(cancel) : null;
        if (status is not null)
            info = connection.WaitInfo(cancel);
        var (boundary, boot) = connection.Place(cancel);
        return new FusSituation(info, boundary, boot) { Status = info.FusRuns ? status : null };
    }

    /// <summary>Where FUS is found at work it is left to finish: somebody was cut off in the middle, or the firmware has begun something.</summary>
    public void WaitForOldWork(CancellationToken cancel)
    {
        var (end, silent) = (Now + timing.Install, Now + timing.Boot);
        while (true)
        {
            var info = link.Once(memory => new FusMailbox(memory, link.Clock).ReadInfo(), cancel);
            var status = info is { FusRuns: true } ? Ask(cancel) : null;
            if ((status is not null && !connection.IsWorking) || (info is null && !connection.IsWorking))
                return;
            if (info is { FusRuns: false } || (info is null && Now >= silent))
            {
                connection.IsWorking = false; // A stack runs, or the coprocessor was not started again: nothing is under way that a reset could cut.
                return;
            }

            if (info is not null)
                silent = Now + timing.Boot;
            if (Now >= end)
                throw new FusException(FusFault.Late, "FUS was found at work and does not come to an end.", "FUS idle", "FUS at work");
            link.Clock.Delay(timing.Poll, cancel);
        }
    }

    /// <summary>Has FUS running and idle.</summary>
    public FusSituation EnsureFus(CancellationToken cancel)
    {
        for (var asked = 0; !connection.WaitInfo(cancel).FusRuns; asked++)
        {
            if (asked == OddAnswers)
                throw new FusException(FusFault.NoAnswer, "The stack does not give way to FUS.", "FUS after two questions for its state", "the stack");
            link.LookForReset(cancel);
            var status = Ask(cancel);
            if (status is { IsStack: true })
                link.Clock.Delay(timing.Poll, cancel);
        }

        return Look(cancel);
    }

    /// <summary>Has the stack or FUS as what starts.</summary>
    /// <param name="stack">The stack, where there is one.</param>
    /// <param name="situation">What was read last.</param>
    /// <param name="cancel">Ends every wait.</param>
    public FusSituation Choose(bool stack, FusSituation situation, CancellationToken cancel)
    {
        if (!stack && situation.StartsStack)
            return EnsureFus(cancel);
        if (!stack || situation.StartsStack || situation.Stack is not { } version)
            return situation;
        Command(FusOpcode.StartStack, cancel);
        return Await($"start stack {version}", info => !info.FusRuns && info.Stack == version, timing.Started, timing.Delete, cancel);
    }

    /// <summary>Gives a command that FUS will work on.</summary>
    /// <exception cref="FusException"><see cref="FusFault.ImageRejected"/>: FUS did not take it.</exception>
    public void Command(FusOpcode opcode, CancellationToken cancel)
    {
        link.ForgetResets(cancel);
        connection.IsWorking = true;
        var reply = UnlessReset(mailbox => mailbox.Send(opcode, [], timing.Command, cancel), cancel);
        if (reply is null or { Status: 0 })
            return; // A connection lost in between is the first reset of the operation; what came of the command shows.
        connection.IsWorking = false;
        var status = Ask(cancel);
        throw new FusException(
            FusFault.ImageRejected, $"FUS did not take the command 0x{(ushort)opcode:X4}: {status?.ErrorText ?? "no reason given"}.", "status 0", $"status {reply.Status}, {status}");
    }

    /// <summary>Gives a command that FUS answers at once.</summary>
    /// <exception cref="FusException"><see cref="FusFault.CommandRefused"/>, or <see cref="FusFault.NoAnswer"/>: whether it was done is not known.</exception>
    public FusReply Serve(string what, FusOpcode opcode, ReadOnlySpan<byte> payload, CancellationToken cancel)
    {
        link.ForgetResets(cancel);
        var bytes = payload.ToArray();
        var reply = UnlessReset(mailbox => mailbox.Send(opcode, bytes, timing.Command, cancel), cancel)
            ?? throw new FusException(FusFault.NoAnswer, $"To {what} was asked of FUS, and the chip was reset before it answered; whether it was done is not known.", "status 0", "none");
        return reply.Status == 0
            ? reply
            : throw new FusException(FusFault.CommandRefused, $"FUS refuses to {what}: {reply.StatusText}, {Ask(cancel)?.ErrorText ?? "no reason given"}.", "status 0", $"status 0x{reply.Status:X2}");
    }

    /// <summary>Waits until the operation is over and what was wanted stays so. FUS is asked only while FUS runs.</summary>
    /// <param name="what">What is waited for, in words.</param>
    /// <param name="reached">Whether the table tells that it is there.</param>
    /// <param name="stable">How long that must stay so. That it is not there must stay so for longer.</param>
    /// <param name="deadline">Longest time.</param>
    /// <param name="cancel">Ends the wait; FUS goes on.</param>
    public FusSituation Await(string what, Func<DeviceInfo, bool> reached, TimeSpan stable, TimeSpan deadline, CancellationToken cancel)
    {
        var end = Now + deadline;
        var steady = new Steady(stable, timing.Stable);
        FusStatus last = default;
        while (true)
        {
            if (link.LookForReset(cancel))
                steady.Forget();
            if (link.Resets > timing.MostResets)
                throw new FusException(FusFault.TooManyResets, $"To {what}, the chip was reset again and again.", $"at most {timing.MostResets} resets", $"{link.Resets}");
            var sight = See(reached, ref last, cancel);
            if (steady.For(sight, Now))
            {
                connection.IsWorking = false;
                if (sight == Sight.Reached)
                    return Look(cancel);
                if (last.Error is not (0 or FusStatus.NotRunning or 0xFF))
                    throw Rejected(last, connection.WaitInfo(cancel));
                throw new FusException(FusFault.NotThere, $"To {what} was given up by FUS without a word.", what, $"{connection.WaitInfo(cancel)}, last {last}");
            }

            if (Now >= end)
                throw new FusException(FusFault.Late, $"To {what} took more than {deadline.TotalSeconds:0} s.", what, $"last {last}, {link.Resets} resets");
            link.Clock.Delay(timing.Poll, cancel);
        }
    }

    /// <summary>Waits until Safeboot has brought the part back. Where the ROM has not started it, it is started by hand (ST wiki, STM32WB FUS, FAQ).</summary>
    public FusSituation WaitForSafeboot(TimeSpan deadline, CancellationToken cancel)
    {
        var end = Now + deadline;
        while (connection.Place(cancel) is var (boundary, boot) && FusAddresses.IsSafeboot(boot, boundary))
        {
            if (Now >= end)
                throw new FusException(FusFault.Lost, FusCause.SafebootLocked, "SFSA above 0", $"SFSA 0x{boundary:X2}");
            link.With(memory =>
            {
                memory.WriteWord(WbRegisters.PowerControl4, memory.ReadWord(WbRegisters.PowerControl4) | WbRegisters.C2Boot);
                memory.Flush();
                return true;
            }, cancel);
            link.Clock.Delay(timing.Poll, cancel);
        }

        return Look(cancel);
    }

    private enum Sight
    {
        Unclear,
        Idle,
        Reached,
    }

    private Sight See(Func<DeviceInfo, bool> reached, ref FusStatus last, CancellationToken cancel)
    {
        if (link.Once(memory => new FusMailbox(memory, link.Clock).ReadInfo(), cancel) is not { } info)
            return Sight.Unclear;
        if (!info.FusRuns)
            return reached(info) ? Sight.Reached : Sight.Idle;
        if (Ask(cancel) is not { } status)
            return Sight.Unclear;
        if (status.Error != 0)
            last = status;
        if (status.IsError)
        {
            connection.IsWorking = false;
            throw Rejected(status, info);
        }

        return !status.IsIdle ? Sight.Unclear : reached(info) ? Sight.Reached : Sight.Idle;
    }

    private static FusException Rejected(FusStatus status, DeviceInfo info)
    {
        if (status.IsAborted)
            return new FusException(FusFault.Aborted, $"FUS gave the operation up: {status.ErrorText}.", "no error", $"{status}");
        FusCause? cause = status.Error switch
        {
            0x02 => FusCause.Corrupt,
            0x03 => FusCause.NotAuthentic,
            0x04 => FusCause.NoSpace,
            0x11 => info.Stack is null ? FusCause.ClosedByAntiRollback : FusCause.OlderThanAllowed,
            _ => null,
        };
        return new FusException(FusFault.ImageRejected, $"FUS rejected the image: {status.ErrorText}. {cause}".TrimEnd(), "no error", $"{status}") { Cause = cause };
    }

    /// <summary>Asks until FUS is idle; an operation it is in the middle of is waited for, an error of the past is read and gone.</summary>
    private FusStatus Idle(CancellationToken cancel)
    {
        var end = Now + timing.Install;
        for (var odd = 0; ; odd++)
        {
            var status = Ask(cancel);
            if (status is { IsIdle: true })
                return status.Value;
            if (status is { IsWorking: true } or null)
                odd = 0;
            if (status is { NeedsReset: true } && odd == 1)
                connection.Reset(cancel);
            if (odd > OddAnswers || Now >= end)
                throw new FusException(FusFault.NoAnswer, "FUS does not become idle.", "state 0x00, error 0x00", $"{status}");
            link.Clock.Delay(timing.Poll, cancel);
            if (!connection.WaitInfo(cancel).FusRuns)
                return default;
        }
    }

    /// <summary>One question for the state; null where a reset came in between.</summary>
    private FusStatus? Ask(CancellationToken cancel)
    {
        if (_asked is { } before && before + timing.Poll - Now is var pause && pause > TimeSpan.Zero)
            link.Clock.Delay(pause, cancel);
        _asked = Now;
        var status = UnlessReset<object>(mailbox => mailbox.GetState(timing.Command, cancel), cancel) as FusStatus?;
        if (status is { } told)
            connection.IsWorking = told.IsWorking || (connection.IsWorking && told is { State: 0xFF, Error: 0 });
        return status;
    }

    /// <summary>Talks; null where a reset came in between, whether it took the connection or only spoilt the mailbox.</summary>
    private T? UnlessReset<T>(Func<FusMailbox, T> talk, CancellationToken cancel)
        where T : class
    {
        try
        {
            return link.Once(memory => talk(new FusMailbox(memory, link.Clock)), cancel);
        }
        catch (FusException spoilt) when (spoilt.Fault == FusFault.NoAnswer && link.LookForReset(cancel))
        {
            return null;
        }
    }

    /// <summary>Something counts once it was so for a while.</summary>
    /// <param name="reached">For what is wanted.</param>
    /// <param name="other">For everything else.</param>
    private sealed class Steady(TimeSpan reached, TimeSpan other)
    {
        private Sight _sight;
        private TimeSpan _since;

        public void Forget() => _sight = Sight.Unclear;

        public bool For(Sight sight, TimeSpan now)
        {
            if (sight != _sight)
                (_sight, _since) = (sight, now);
            return sight != Sight.Unclear && now - _since >= (sight == Sight.Reached ? reached : other);
        }
    }
}
