// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Images;
using Appliance.Flashing.Fus.Mailbox;

namespace Appliance.Flashing.Fus.Operations;

/// <summary>
/// Makes the coprocessor what is wanted: looks, plans, does the first step, looks again. A press that was cut off is finished by the next one in the same
/// way, and what FUS has done meanwhile is taken as it is.
/// </summary>
internal sealed class FusOperator(FusTalk talk, ImageWriter writer, FusDevice device)
{
    /// <summary>Most steps there can be beside keys: deletes, two upgrades, Safeboot, an install, a lock, anti-rollback, and some of them once more.</summary>
    private const int MostRounds = 12;

    /// <summary>Whether anything was done.</summary>
    public bool Changed { get; private set; }

    /// <summary>Goes on until nothing is left to do.</summary>
    /// <param name="wish">What is wanted.</param>
    /// <param name="situation">What was read last.</param>
    /// <param name="done">Told of each step.</param>
    /// <param name="cancel">Ends it between steps.</param>
    public FusSituation Reach(FusWish wish, FusSituation situation, Action<FusStepDone>? done, CancellationToken cancel)
    {
        FusException? before = null;
        var keys = wish.UserKeys.Count;
        for (var round = 0; round < MostRounds + keys; round++)
        {
            cancel.ThrowIfCancellationRequested();
            var plan = FusPlanner.Plan(wish, situation, device);
            if (plan.Refusals.Count > 0)
                throw new FusException(FusFault.Refused, string.Join(" ", plan.Refusals), "", $"FUS {situation.Fus}, stack {situation.Stack?.ToString() ?? "none"}");
            if (plan.Steps.Count == 0)
                return situation;
            try
            {
                situation = Do(plan.Steps[0], situation, done, cancel);
                wish = Without(wish, plan.Steps[0]);
                before = null;
            }
            catch (FusException aborted) when (aborted.Fault == FusFault.Aborted && before is null)
            {
                before = aborted; // Once more: the image is written anew, and what FUS left behind is looked for.
                writer.Forget();
                situation = talk.Look(cancel);
            }
        }

        throw new FusException(FusFault.NotThere, "Step followed step, and what is wanted is not reached.", "", $"{MostRounds} steps");
    }

    private FusSituation Do(FusStep step, FusSituation situation, Action<FusStepDone>? done, CancellationToken cancel)
    {
        var begun = talk.Now;
        Changed = true;
        var before = situation.StartsStack ? talk.EnsureFus(cancel) : situation;
        if (step.File is { } file)
        {
            writer.Write(file, step.Address, before.Boundary, cancel);
            talk.EnsureFus(cancel);
        }

        if (Service(step.Kind) is { } opcode)
            return Serve(step, opcode, begun, done, cancel);
        talk.Command(step.Kind == FusStepKind.Delete ? FusOpcode.FirmwareDelete : FusOpcode.FirmwareUpgrade, cancel);
        var deadline = step.Kind == FusStepKind.Delete ? talk.Timing.Delete : talk.Timing.Install;
        var after = talk.Await(step.Text, Goal(step), talk.Timing.Stable, deadline, cancel);
        Check(step, after);
        done?.Invoke(new FusStepDone(step, talk.Now - begun, talk.Resets, after));
        return after;
    }

    /// <summary>Commands that FUS answers at once, with nothing on the part that could be read afterwards: the answer is all there is.</summary>
    private FusSituation Serve(FusStep step, FusOpcode opcode, TimeSpan begun, Action<FusStepDone>? done, CancellationToken cancel)
    {
        var told = talk.Serve(step.Text, opcode, step.Payload.Span, cancel);
        var after = talk.Look(cancel);
        done?.Invoke(new FusStepDone(step, talk.Now - begun, talk.Resets, after)
        {
            Note = step.Kind == FusStepKind.StoreUserKey && told.Payload.Count > 0 ? $"its index is {told.Payload[0]}" : "",
        });
        return after;
    }

    private static FusOpcode? Service(FusStepKind kind) => kind switch
    {
        FusStepKind.StoreUserKey => FusOpcode.StoreUserKey,
        FusStepKind.UpdateCustomerKey => FusOpcode.UpdateCustomerKey,
        FusStepKind.LockCustomerKey => FusOpcode.LockCustomerKey,
        FusStepKind.AntiRollback => FusOpcode.AntiRollback,
        _ => null,
    };

    /// <summary>What the part does not tell afterwards is done once in a press.</summary>
    private static FusWish Without(FusWish wish, FusStep step) => step.Kind switch
    {
        FusStepKind.StoreUserKey => wish with { UserKeys = [.. wish.UserKeys.Skip(1)] },
        FusStepKind.UpdateCustomerKey => wish with { CustomerKey = default },
        FusStepKind.LockCustomerKey => wish with { LockCustomerKey = false },
        FusStepKind.AntiRollback => wish with { AntiRollback = false },
        _ => wish,
    };

    private static Func<DeviceInfo, bool> Goal(FusStep step) => step.Kind switch
    {
        FusStepKind.Delete => info => info.Stack is null,
        FusStepKind.InstallSafeboot => info => info.FusRuns && info.Safeboot.Release == step.File!.Image.Version?.Release,
        FusStepKind.UpgradeFus => info => info.FusRuns && info.Fus.Release == step.Fus,
        _ => info => info.Stack is { } stack && stack == step.File!.Image.Version && info.StackPages == step.File.Image.Pages,
    };

    /// <summary>A stack that is told and not where the options point would not start: that was the end of parts before.</summary>
    private void Check(FusStep step, FusSituation after)
    {
        if (step.Kind != FusStepKind.InstallStack)
            return;
        var lowest = (int)((step.Address - FusDevice.FlashBase) / device.PageBytes);
        var boots = FusAddresses.IsFus(device, after.BootOffset) || after.BootOffset >= (uint)(after.Boundary * device.PageBytes);
        if (after.Boundary < lowest || !boots)
        {
            throw new FusException(
                FusFault.NotThere, "The stack is told to be there, but the secure boundary and the boot address do not fit it.", $"SFSA at 0x{lowest:X2} or above, SBRV within it",
                $"SFSA 0x{after.Boundary:X2}, SBRV 0x{after.BootOffset / sizeof(uint):X5}");
        }
    }
}
