// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus;
using Appliance.Flashing.Fus.Connection;
using Appliance.Flashing.Fus.Images;
using Appliance.Flashing.Fus.Operations;
using Appliance.Probes;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.DebugRoute;

/// <summary>The coprocessor's part of a job on the debug route. Whatever comes of it, the board gets its own option bytes back, unless FUS is at work.</summary>
internal sealed class CoprocessorWork(IDapLink link, ChipDescription chip, CoprocessorAccess access, WarningLog warnings)
{
    private FusSession? _session;

    /// <summary>FUS is in the middle of an operation: nobody may reset or halt the chip.</summary>
    public bool IsWorking => _session is { IsWorking: true };

    /// <summary>Makes the coprocessor what is wanted.</summary>
    public FusSituation Run(FusWish wish, int hertz, Action<FusPlan> planned, Action<FusStepDone> done, CancellationToken cancel)
    {
        var session = _session = new FusSession(link, chip, access.Store, hertz, FusTiming.Default, warnings);
        wish = wish with { Files = [.. wish.Files.Select(Known)] };
        try
        {
            var plan = session.Plan(wish, session.Connect(cancel));
            planned(plan);
            session.Reach(wish, done, cancel);
            return session.Restore(cancel);
        }
        catch (Exception failed) when (!session.IsWorking)
        {
            RestoreAfter(session, failed);
            throw;
        }
    }

    /// <summary>The first error is the one to report. What could not be put back is on the disk, and the next press does it.</summary>
    private void RestoreAfter(FusSession session, Exception failed)
    {
        if (failed is FusException { Fault: FusFault.Lost or FusFault.NoAnswer })
            return;
        try
        {
            session.Restore(CancellationToken.None);
        }
        catch (Exception error) when (error is FusException or FlashException or Targets.TargetException or DapException or Ports.Wires.WireException or IOException)
        {
            warnings.Add("boot-bits-left", $"After the error the board could not be given its own option bytes back; the next press does it: {error.Message}");
        }
    }

    private FusFile Known(FusFile file) => file.Image.Known is not null || access.MoreImages is null
        ? file
        : file with { Image = FusImageReader.Read(file.Bytes.Span, access.MoreImages) };
}
