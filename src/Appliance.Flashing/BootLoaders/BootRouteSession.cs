// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.OptionBytes;
using Appliance.Flashing.Verify;
using Appliance.Ports.Wires;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.BootLoaders;

/// <summary>The boot route: a boot loader in the chip does the work. One thread at a time.</summary>
public sealed class BootRouteSession : ITargetSession
{
    private const int MostReads = 4;
    private const int MatchesNeeded = 2;
    private const int Piece = 256;
    private readonly IBootLoader _loader;
    private readonly ChipDescription _chip;
    private readonly WarningLog _warnings = new();
    private BootLoaderFacts? _facts;
    private BootFlashWork? _work;
    private int _readAgain;
    private bool _identified;
    private bool _disposed;

    /// <summary>Makes a session; nothing is done to the target yet.</summary>
    /// <param name="loader">The boot loader, owned from now on.</param>
    /// <param name="chip">The chip the project names.</param>
    public BootRouteSession(IBootLoader loader, ChipDescription chip) => (_loader, _chip) = (loader, chip);

    /// <summary>What every boot route can do. No core is halted, and no code of ours computes a CRC.</summary>
    /// <param name="hasReset">nRESET is wired.</param>
    public static SessionCapabilities RouteCapabilities(bool hasReset) =>
        SessionCapabilities.SectorErase | SessionCapabilities.MassErase | SessionCapabilities.Readback
        | (hasReset ? SessionCapabilities.HardwareReset : SessionCapabilities.None);

    /// <inheritdoc/>
    public SessionCapabilities Capabilities => RouteCapabilities(_loader.Features.HasFlag(WireFeatures.Reset));

    /// <inheritdoc/>
    public ProbeFacts Probe => new(
        _loader.Name, (_loader.Features & (WireFeatures.Simulated | WireFeatures.Remote)) != 0, _loader.Features.HasFlag(WireFeatures.Simulated), null, null,
        _facts?.Path ?? []);

    /// <inheritdoc/>
    public ITargetClock Clock => _loader.Clock;

    /// <inheritdoc/>
    public IReadOnlyList<SessionWarning> Warnings => _warnings.All;

    /// <inheritdoc/>
    public void Connect(ConnectSettings settings, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        (_facts, _work, _identified) = (null, null, false);
        if (settings.Mode == ConnectMode.UnderReset && !Capabilities.HasFlag(SessionCapabilities.HardwareReset))
            throw new FlashException(FlashFault.Unsupported, $"{_loader.Name} cannot drive nRESET, which \"connect\" asks for.");
        _facts = _loader.Connect(_chip, settings.Deadline, cancel);
        _work = new BootFlashWork(_loader, _facts, _chip, _warnings);
    }

    /// <inheritdoc/>
    public TargetIdentity Identify(CancellationToken cancel)
    {
        var identity = new BootIdentifier(_loader, Reached(), _chip, _warnings).Identify(cancel);
        _identified = true;
        return identity;
    }

    /// <inheritdoc/>
    public void Erase(FlashPlan plan, IProgress<long>? progress, CancellationToken cancel) => Ready(plan).Erase(plan, progress, cancel);

    /// <inheritdoc/>
    public void Program(FlashPlan plan, FirmwareImage image, IProgress<long>? progress, CancellationToken cancel)
    {
        Ready(plan).Program(plan, image, progress, cancel);
        NoteNoise();
    }

    /// <inheritdoc/>
    public VerifyEvidence Verify(FlashPlan plan, FirmwareImage image, IProgress<long>? progress, CancellationToken cancel)
    {
        _ = Ready(plan);
        var evidence = new ReadbackVerifier((address, bytes) => ReadAgainstNoise(image, address, bytes, cancel)).Verify(image, progress, cancel);
        NoteNoise();
        return evidence;
    }

    /// <inheritdoc/>
    public void Unprotect(CancellationToken cancel) => throw NoOptions();

    /// <inheritdoc/>
    public OptionValues ReadOptions(CancellationToken cancel) => throw NoOptions();

    /// <inheritdoc/>
    public OptionReport SetOptions(OptionPlan plan, CancellationToken cancel) => throw NoOptions();

    /// <inheritdoc/>
    public void Reset(FinalState state, CancellationToken cancel)
    {
        _ = Reached();
        if (state == FinalState.Halt)
            throw new FlashException(FlashFault.Unsupported, $"{_loader.Name} cannot leave the target halted.");
        if (state == FinalState.Run) _loader.Leave(_chip.Flash[0].Start, cancel);
        NoteNoise();
    }

    /// <inheritdoc/>
    public SafeState MakeSafe()
    {
        NoteNoise();
        try
        {
            return _loader.HoldInReset() ? SafeState.HeldInReset : _facts?.Waiting ?? SafeState.Unknown;
        }
        catch (WireException gone)
        {
            _warnings.Add("not-made-safe", $"The target could not be held in reset: {gone.Message}");
            return SafeState.Unknown;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _loader.Dispose();
    }

    private BootLoaderFacts Reached() => _facts ?? throw new InvalidOperationException("The session is not connected.");

    private BootFlashWork Ready(FlashPlan plan)
    {
        RoutePolicy.RequireReady(plan, _chip, _identified, Capabilities);
        return _work!;
    }

    /// <summary>Serial lines carry what is read without a checksum: a piece that differs is read again before it counts.</summary>
    private void ReadAgainstNoise(FirmwareImage image, uint address, Span<byte> bytes, CancellationToken cancel)
    {
        var expected = new byte[bytes.Length];
        image.Read(address, expected, 0);
        _loader.Read(address, bytes, cancel);
        for (var at = 0; at < bytes.Length; at += Piece)
        {
            var piece = bytes.Slice(at, Math.Min(Piece, bytes.Length - at));
            var wanted = expected.AsSpan(at, piece.Length);
            if (!piece.SequenceEqual(wanted)) ReadPieceAgain(address + (uint)at, piece, wanted, cancel);
        }
    }

    /// <summary>A piece that differed once counts only after two matching reads in a row; else it stays as it differed.</summary>
    private void ReadPieceAgain(uint address, Span<byte> piece, ReadOnlySpan<byte> wanted, CancellationToken cancel)
    {
        var differing = piece.ToArray();
        var matches = 0;
        for (var reads = 1; reads < MostReads && matches < MatchesNeeded; reads++)
        {
            _readAgain++;
            _loader.Read(address, piece, cancel);
            matches = piece.SequenceEqual(wanted) ? matches + 1 : 0;
        }
        if (matches < MatchesNeeded) differing.CopyTo(piece);
    }

    private void NoteNoise()
    {
        if (_loader.Repeats + _readAgain is > 0 and var repeats)
            _warnings.Replace("line-noise", $"{repeats} times something had to be sent or read again. Look at the wiring.");
    }

    private FlashException NoOptions() => new(FlashFault.Unsupported, $"{_loader.Name} does not change option bytes; use a debug probe.");
}
