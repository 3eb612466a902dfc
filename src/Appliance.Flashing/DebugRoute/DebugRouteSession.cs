// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Algorithms;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Fus;
using Appliance.Flashing.Fus.Operations;
using Appliance.Flashing.Layout;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Probes.Jtag;
using Appliance.Targets;
using Appliance.Targets.CortexM;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.DebugRoute;

/// <summary>The debug route: a DAP, the core behind it, and the flash algorithm of its chip. One thread at a time.</summary>
public sealed partial class DebugRouteSession : ITargetSession, ICoprocessorSession
{
    private readonly IDapLink _link;
    private readonly ChipDescription _chip;
    private readonly WarningLog _warnings = new();
    private readonly AttachLadder _ladder;

    private CortexMCore? _core;
    private FlashWork? _work;
    private readonly CoprocessorWork? _coprocessor;
    private ConnectSettings? _settings;
    private bool _identified;
    private bool _sealed;
    private bool _resetWorks = true;
    private bool _disposed;

    /// <summary>Makes a session; nothing is done to the target yet.</summary>
    /// <param name="link">The link, owned from now on.</param>
    /// <param name="chip">The chip the project names.</param>
    /// <param name="coprocessor">What work on its coprocessor needs; null where there will be none.</param>
    public DebugRouteSession(IDapLink link, ChipDescription chip, CoprocessorAccess? coprocessor = null)
    {
        (_link, _chip) = (link, chip);
        _ladder = new AttachLadder(link, chip, _warnings);
        _coprocessor = coprocessor is null ? null : new CoprocessorWork(link, chip, coprocessor, _warnings);
    }

    /// <summary>What every debug route can do, whatever the wire.</summary>
    public static SessionCapabilities RouteCapabilities =>
        SessionCapabilities.SectorErase | SessionCapabilities.MassErase | SessionCapabilities.Readback | SessionCapabilities.Halt
        | SessionCapabilities.TargetCrc | SessionCapabilities.OptionBytes | SessionCapabilities.Coprocessor | SessionCapabilities.VendorLoaders;

    /// <inheritdoc/>
    public SessionCapabilities Capabilities =>
        (_link.Features.HasFlag(WireFeatures.Reset) ? RouteCapabilities | SessionCapabilities.HardwareReset : RouteCapabilities)
        & (RunsLoaders ? ~SessionCapabilities.None : ~(SessionCapabilities.TargetCrc | SessionCapabilities.VendorLoaders));

    /// <inheritdoc/>
    public ProbeFacts Probe => new(
        _link.Name, (_link.Features & (WireFeatures.Simulated | WireFeatures.Remote)) != 0, _link.Features.HasFlag(WireFeatures.Simulated),
        _ladder.Identity?.Hertz is > 0 and var hertz ? hertz : null,
        _link.Cycles, [.. _ladder.Path]);

    /// <inheritdoc/>
    public ITargetClock Clock => _link.Clock;

    /// <inheritdoc/>
    public IReadOnlyList<SessionWarning> Warnings => _warnings.All;

    /// <summary>Over a network the ring of a loader waits for every answer, and the board of a simulation may not keep up with the wall clock: registers do as well there.</summary>
    private bool RunsLoaders => (_link.Features & (WireFeatures.NoCode | WireFeatures.Remote)) == 0 && FlashAlgorithms.Exists(_chip.Flash[0].Layout);

    private ResetKind FullReset => _link.Features.HasFlag(WireFeatures.Reset) && _resetWorks ? ResetKind.Pin : ResetKind.System;

    /// <inheritdoc/>
    public void Connect(ConnectSettings settings, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        (_core, _work, _identified, _sealed, _settings) = (null, null, false, false, settings);
        Cancellable(cancel, () => Attach(cancel));
    }

    /// <inheritdoc/>
    public TargetIdentity Identify(CancellationToken cancel)
    {
        var core = Reached();
        TargetIdentity? identity = null;
        Cancellable(cancel, () => Explained(() => identity = new TargetIdentifier(core, _chip, _ladder.Identity!.Dpidr, _warnings).Identify()));
        _identified = true;
        return identity!;
    }

    /// <inheritdoc/>
    public FusSituation Coprocess(FusWish wish, Action<FusPlan> planned, Action<FusStepDone> done, CancellationToken cancel)
    {
        if (!_identified || _settings is not { } settings)
            throw new InvalidOperationException("The target must be identified before its coprocessor is touched.");
        if (_coprocessor is null)
            throw new FlashException(FlashFault.Unsupported, "This session has nowhere to keep the option bytes of a board.", null, "a place for option bytes", "none");
        (_core, _work) = (null, null);
        var situation = _coprocessor.Run(wish, Probe.Hertz ?? settings.Hertz, planned, done, cancel);
        Connect(settings, cancel);
        Identify(cancel);
        return situation;
    }

    /// <inheritdoc/>
    public void Erase(FlashPlan plan, IProgress<long>? progress, CancellationToken cancel)
    {
        _ = Ready(plan);
        OpenProtection(plan, cancel);
        Explained(() => Ready(plan).Erase(plan, progress, cancel));
    }

    /// <inheritdoc/>
    public void Program(FlashPlan plan, FirmwareImage image, IProgress<long>? progress, CancellationToken cancel)
    {
        var begun = Clock.Now;
        Explained(() => Ready(plan).Program(plan, image, progress, cancel));
        // On JTAG what a busy flash does not take is dropped and given again, and of the loaders of others no times are known: the time says nothing of the flash.
        if (_link is not JtagLink && plan.Loaders.Count == 0)
            FlashPace.Judge(plan, _chip, Clock.Now - begun - _work!.SetUp, Probe.Hertz, _warnings);
    }

    /// <inheritdoc/>
    public VerifyEvidence Verify(FlashPlan plan, FirmwareImage image, IProgress<long>? progress, CancellationToken cancel)
    {
        var work = Ready(plan);
        VerifyEvidence? evidence = null;
        Cancellable(cancel, () => Explained(() => evidence = work.Verify(plan, image, progress, cancel)));
        return evidence!;
    }

    /// <inheritdoc/>
    public void Reset(FinalState state, CancellationToken cancel)
    {
        if (_sealed)
            return;
        var core = Reached();
        Cancellable(cancel, () => Explained(() => new TargetFarewell(core, _chip, FullReset).Leave(state), checkAfter: false));
        LinkWarnings.Add(_link, _warnings);
    }

    /// <inheritdoc/>
    public SafeState MakeSafe()
    {
        if (_coprocessor is { IsWorking: true })
            return SafeState.CoprocessorWorks;
        var state = new SafeStop(_link, _warnings).Run(_core, _work);
        if (state != SafeState.Unknown)
            LinkWarnings.Add(_link, _warnings);
        return state;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _link.Dispose();
    }

    private void Attach(CancellationToken cancel)
    {
        var core = _ladder.Climb(_settings!, cancel);
        _core = core;
        Explained(() => ResetAndHalt(core));
        _work = new FlashWork(core.Memory, _link.Clock, _chip, _warnings, RunsLoaders ? core : null);
    }

    /// <summary>The test of nRESET, before anything is changed: the reset that a job begins with anyway is made by the line, where there is one.</summary>
    private void ResetAndHalt(CortexMCore core)
    {
        _resetWorks = true;
        if (_link.Features.HasFlag(WireFeatures.Reset) && !ResetSelfTest.Run(core))
        {
            _resetWorks = false;
            if (_settings!.Mode == ConnectMode.UnderReset)
            {
                throw new TargetException(
                    TargetFault.ResetNotConnected, "nRESET was pulled low, and the core was not reset.", null, "a reset of the core", "none");
            }

            _warnings.Add("nreset-not-connected", "nRESET was pulled low, and the core was not reset: the line does not reach the chip. It is reset by its debug port instead.");
        }

        if (!_link.Features.HasFlag(WireFeatures.Reset) || !_resetWorks)
            new CoreReset(core).Halt(ResetKind.System);
    }

    private Exception SupplyBehind(Exception error) =>
        _ladder.Identity is { Hertz: > 0 } reached ? new SupplyWatch(Reached(), _chip.Debug, reached.Hertz).Explain(error) : error;

    private CortexMCore Reached() => _core ?? throw new InvalidOperationException("The session is not connected.");

    private FlashWork Ready(FlashPlan plan)
    {
        RoutePolicy.RequireReady(plan, _chip, _identified, Capabilities);
        return _work!;
    }

    /// <summary>Lets a cancelled token end the transfers of a step at once, but not those that clean up after it.</summary>
    private void Cancellable(CancellationToken cancel, Action step)
    {
        cancel.ThrowIfCancellationRequested();
        _link.Cancel = cancel;
        try
        {
            step();
        }
        finally
        {
            _link.Cancel = CancellationToken.None;
        }
    }

    /// <summary>A target that was reset behind our back shows it as something else first, or not at all; the monitor finds out.</summary>
    private void Explained(Action step, bool checkAfter = true)
    {
        var monitor = new ResetMonitor(Reached());
        try
        {
            step();
            if (checkAfter)
                monitor.Check();
        }
        catch (TargetException error) when (error.Fault is TargetFault.ResetLoop or TargetFault.UnexpectedReset)
        {
            var explained = SupplyBehind(error);
            if (ReferenceEquals(explained, error))
                throw;
            throw explained;
        }
        catch (Exception error) when (error is DapException or TargetException or FlashException && !SpeaksForItself(error))
        {
            var explained = SupplyBehind(monitor.Explain(error));
            if (ReferenceEquals(explained, error))
                throw;
            throw explained;
        }
    }

    /// <summary>What a chip says of itself, and a difference that was read, have nothing to do with a reset.</summary>
    private static bool SpeaksForItself(Exception error) => error is
        TargetException { Fault: TargetFault.WrongChip or TargetFault.UnknownChip or TargetFault.ReadProtected or TargetFault.Sealed or TargetFault.ResetNotConnected }
        or FlashException { Fault: FlashFault.OptionError or FlashFault.VerifyMismatch or FlashFault.NotBlank or FlashFault.Unsupported };
}
