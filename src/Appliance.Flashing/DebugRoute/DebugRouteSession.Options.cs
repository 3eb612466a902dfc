// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Layout;
using Appliance.Flashing.OptionBytes;
using Appliance.Probes;
using Appliance.Targets;
using Appliance.Targets.CortexM;

namespace Appliance.Flashing.DebugRoute;

/// <summary>Option bytes of the debug route. Loading them resets the chip, so it is connected again each time.</summary>
public sealed partial class DebugRouteSession
{
    /// <inheritdoc/>
    public void Unprotect(CancellationToken cancel)
    {
        RequireOptions();
        Cancellable(cancel, () =>
        {
            if (new TargetIdentifier(Reached(), _chip, _ladder.Identity!.Dpidr, _warnings).IsProtected())
                Options(cancel).Unprotect(cancel);
        });
    }

    /// <inheritdoc/>
    public OptionValues ReadOptions(CancellationToken cancel)
    {
        RequireOptions();
        OptionValues? values = null;
        Cancellable(cancel, () => Explained(() => values = new OptionAccess(Reached().Memory, _link.Clock, _chip).Read()));
        return values!;
    }

    /// <inheritdoc/>
    public OptionReport SetOptions(OptionPlan plan, CancellationToken cancel)
    {
        RequireOptions();
        if (!_identified)
            throw new InvalidOperationException("The target must be identified before its options are touched.");
        OptionReport? report = null;
        Cancellable(cancel, () => report = Options(cancel).Set(plan, cancel));
        return report!;
    }

    private void OpenProtection(FlashPlan plan, CancellationToken cancel)
    {
        if (_chip.Options is not null)
            Cancellable(cancel, () => Options(cancel).OpenFor(plan, cancel));
    }

    private void RequireOptions()
    {
        if (_chip.Options is null)
            throw new FlashException(FlashFault.Unsupported, $"The option bytes of {_chip.Name} are not in the chip data.");
    }

    private OptionWork Options(CancellationToken cancel) =>
        new(_chip, _link.Clock, _warnings, () => Reached().Memory, access => Reload(access, cancel), access => Seal(access, cancel));

    /// <summary>The reset that loads the options may break off the access that asks for it; whether all is well, the next connect tells.</summary>
    private void Reload(OptionAccess access, CancellationToken cancel)
    {
        Load(access);
        Attach(cancel);
    }

    private void Load(OptionAccess access)
    {
        try
        {
            if (!access.Launch())
                new CoreReset(Reached()).Halt(FullReset);
        }
        catch (Exception error) when (error is DapException or TargetException)
        {
            _warnings.Replace("options-loading", $"While the chip loaded its option bytes, an access was broken off: {error.Message}");
        }
    }

    /// <summary>Level 2 is on when nobody answers any more.</summary>
    private void Seal(OptionAccess access, CancellationToken cancel)
    {
        Load(access);
        try
        {
            _ = _link.Connect(_settings!.Hertz);
        }
        catch (DapException silent) when (silent.Fault is DapFault.NoAnswer or DapFault.Lost or DapFault.PowerUp)
        {
            _sealed = true;
            return;
        }

        Attach(cancel);
        if (new OptionAccess(Reached().Memory, _link.Clock, _chip).Read() is { Level: not 2 } after)
        {
            throw new FlashException(
                FlashFault.OptionMismatch, "The chip is not locked for ever after it loaded its option bytes, although level 2 was stored.", null, "level 2", $"level {after.Level}");
        }
    }
}
