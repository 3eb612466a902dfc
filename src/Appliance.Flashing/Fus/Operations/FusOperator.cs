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
    /// <summary>Most steps there can be: a delete, two upgrades, an install, and each of them once more.</summary>
    private const int MostRounds = 10;

    /// <summary>Whether anything was done.</summary>
    public bool Changed { get; private set; }

    /// <summary>Goes on until nothing is left to do.</summary>
    public FusSituation Reach(FusWish wish, Action<FusStepDone>? done, CancellationToken cancel)
    {
        FusException? before = null;
        for (var round = 0; round < MostRounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            var situation = talk.Look(cancel);
            var plan = FusPlanner.Plan(wish, situation, device);
            if (plan.Refusals.Count > 0)
                throw new FusException(FusFault.Refused, string.Join(" ", plan.Refusals), "", $"FUS {situation.Fus}, stack {situation.Stack?.ToString() ?? "none"}");
            if (plan.Steps.Count == 0)
                return situation;
            try
            {
                Do(plan.Steps[0], done, cancel);
                before = null;
            }
            catch (FusException aborted) when (aborted.Fault == FusFault.Aborted && before is null)
            {
                before = aborted; // Once more: the image is written anew, and what FUS left behind is looked for.
                writer.Forget();
            }
        }

        throw new FusException(FusFault.NotThere, "Step followed step, and what is wanted is not reached.", "", $"{MostRounds} steps");
    }

    private void Do(FusStep step, Action<FusStepDone>? done, CancellationToken cancel)
    {
        var begun = talk.Now;
        Changed = true;
        var before = talk.EnsureFus(cancel);
        if (step.File is { } file)
        {
            writer.Write(file, step.Address, before.Boundary, cancel);
            talk.EnsureFus(cancel);
        }

        talk.Command(step.Kind == FusStepKind.Delete ? FusOpcode.FirmwareDelete : FusOpcode.FirmwareUpgrade, cancel);
        var deadline = step.Kind == FusStepKind.Delete ? talk.Timing.Delete : talk.Timing.Install;
        var after = talk.Await(step.Text, Goal(step), deadline, cancel);
        Check(step, after);
        done?.Invoke(new FusStepDone(step, talk.Now - begun, talk.Resets, after));
    }

    private static Func<DeviceInfo, bool> Goal(FusStep step) => step.Kind switch
    {
        FusStepKind.Delete => info => info.Stack is null,
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
