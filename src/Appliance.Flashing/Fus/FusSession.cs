// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Connection;
using Appliance.Flashing.Fus.Images;
using Appliance.Flashing.Fus.Operations;
using Appliance.Probes;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Fus;

/// <summary>
/// One connection to the coprocessor of an STM32WB over its debug port. The application core runs the boot loader in ROM meanwhile, so that FUS goes on even
/// when the probe is lost.
/// </summary>
/// <remarks>Life cycle: create → <see cref="Connect"/> → <see cref="Reach"/> (any number of times) → <see cref="Restore"/>. One thread at a time. Throws
/// <see cref="FusException"/> beside what the rooms below throw.</remarks>
public sealed class FusSession
{
    private readonly WbLink _link;
    private readonly FusConnection _connection;
    private readonly FusTalk _talk;
    private readonly FusOperator _operator;
    private readonly FusDevice _device;
    private readonly FusTiming _timing;
    private bool _startedStack;
    private FusSituation? _situation;

    /// <summary>Makes a session; nothing is done to the target yet.</summary>
    /// <param name="link">The link, which stays the caller's.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="store">Where the board's own option bytes are kept.</param>
    /// <param name="hertz">SWCLK.</param>
    /// <param name="timing">Times other than the usual ones.</param>
    /// <exception cref="FusException"><see cref="FusFault.Refused"/>: the chip has no coprocessor of this kind.</exception>
    public FusSession(IDapLink link, ChipDescription chip, IOptionStore store, int hertz, FusTiming? timing = null)
        : this(link, chip, store, hertz, timing ?? FusTiming.Default, new WarningLog())
    {
    }

    internal FusSession(IDapLink link, ChipDescription chip, IOptionStore store, int hertz, FusTiming timing, WarningLog warnings)
    {
        _device = FusDevice.Find(chip.Name)
            ?? throw new FusException(FusFault.Refused, $"{chip.Name} has no coprocessor with FUS.", "an STM32WB", chip.Name);
        (_timing, Log) = (timing, warnings);
        _link = new WbLink(link, chip, timing, hertz);
        _connection = new FusConnection(_link, chip, _device, store, timing, warnings);
        _talk = new FusTalk(_link, _connection, timing);
        _operator = new FusOperator(_talk, new ImageWriter(_link, _connection, chip, _device, warnings), _device);
    }

    /// <summary>Trouble that was overcome.</summary>
    public IReadOnlyList<SessionWarning> Warnings => Log.All;

    /// <summary>Whether FUS is in the middle of an operation: the board must keep its power, and nobody may reset it.</summary>
    public bool IsWorking => _connection.IsWorking;

    private WarningLog Log { get; }

    /// <summary>Brings the board into system boot and reads what is on its coprocessor. A board that was left there before is taken up as it is.</summary>
    /// <param name="cancel">Ends every wait.</param>
    /// <param name="mayRecover">A part that Safeboot holds may be brought back, which erases its stack and its user flash. Without it such a part is refused untouched.</param>
    /// <exception cref="FusException"><see cref="FusFault.Refused"/>: Safeboot holds the part, and nobody asked for more than a look.</exception>
    public FusSituation Connect(CancellationToken cancel, bool mayRecover = true)
    {
        _connection.Begin(mayRecover, cancel);
        if (!mayRecover)
            RefuseSafeboot(cancel);
        _talk.WaitForOldWork(cancel);
        _connection.Enter(cancel);
        _situation = Recover(cancel) ?? _talk.Look(cancel);
        _startedStack = _situation.StartsStack;
        return _situation;
    }

    /// <summary>What would be done.</summary>
    public FusPlan Plan(FusWish wish, FusSituation situation) => FusPlanner.Plan(wish, situation, _device);

    /// <summary>Makes the coprocessor what is wanted, step by step; each is planned anew from what the chip tells.</summary>
    /// <param name="wish">What is wanted.</param>
    /// <param name="done">Told of each step that was done.</param>
    /// <param name="cancel">Ends it between steps; a step that FUS works on is left to FUS.</param>
    /// <exception cref="FusException">It is refused, or did not come out.</exception>
    public FusSituation Reach(FusWish wish, Action<FusStepDone>? done, CancellationToken cancel)
    {
        var known = _situation ?? throw new InvalidOperationException("The session is not connected.");
        _situation = null;
        _situation = _operator.Reach(wish, known, done, cancel);
        _startedStack = _situation.Stack is not null && (wish.Start ?? (_startedStack || _operator.Changed));
        return _situation;
    }

    /// <summary>Makes stack or FUS what starts, and gives the board its own option bytes back.</summary>
    /// <returns>What is on the coprocessor now.</returns>
    public FusSituation Restore(CancellationToken cancel)
    {
        _connection.RequireIdle("load option bytes");
        var situation = _talk.Choose(_startedStack, _situation ?? _talk.Look(cancel), cancel);
        _connection.Restore(cancel);
        _link.Drop();
        return situation;
    }

    private void RefuseSafeboot(CancellationToken cancel)
    {
        var (boundary, boot) = _connection.Place(cancel);
        if (FusAddresses.IsSafeboot(boot, boundary))
        {
            throw new FusException(FusFault.Refused, FusCause.SafebootForced, "FUS or a stack", $"SFSA 0x{boundary:X2}");
        }
    }

    /// <summary>Safeboot, forced by broken option bytes, brings a part of FUS 1.1.0 and later back as it was delivered.</summary>
    private FusSituation? Recover(CancellationToken cancel)
    {
        var (boundary, boot) = _connection.Place(cancel);
        if (!FusAddresses.IsSafeboot(boot, boundary))
            return null;
        var situation = _talk.WaitForSafeboot(_timing.Delete, cancel);
        Log.Add("safeboot-recovered", "The option bytes of the chip were broken and Safeboot held it; it is back as it was delivered: user flash and stack are erased.");
        return situation;
    }
}
