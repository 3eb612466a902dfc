// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Ports.Wires;

namespace Appliance.Probes;

/// <summary>How a board may be reached.</summary>
public enum ConnectMode
{
    /// <summary>nRESET left alone.</summary>
    Normal,

    /// <summary>nRESET held low: for firmware that turns the debug pins off or sleeps.</summary>
    UnderReset,
}

/// <summary>One try of a <see cref="ConnectLadder"/>.</summary>
/// <param name="Mode">How.</param>
/// <param name="Hertz">SWCLK asked for.</param>
/// <param name="Identity">What answered; null where nothing did.</param>
/// <param name="Error">Why not; null where it worked.</param>
public sealed record ConnectAttempt(ConnectMode Mode, int Hertz, DapIdentity? Identity, DapException? Error)
{
    /// <summary>One line for the record.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{(Mode == ConnectMode.Normal ? "normal" : "under reset")}, {Hertz / 1000.0:0.###} kHz: ")
        + (Identity is { } found ? $"DPIDR 0x{found.Dpidr:X8} by {found.Path}" : Error?.Fault.ToString());
}

/// <summary>What worked.</summary>
/// <param name="Identity">What answered.</param>
/// <param name="Mode">How.</param>
/// <param name="ResetHeld">nRESET is still low: the caller sets its vector catch and releases it.</param>
/// <param name="Attempts">Every try, the last of them the one that worked.</param>
public sealed record ConnectResult(DapIdentity Identity, ConnectMode Mode, bool ResetHeld, IReadOnlyList<ConnectAttempt> Attempts);

/// <summary>No try worked.</summary>
public sealed class ConnectException : Exception
{
    internal ConnectException(IReadOnlyList<ConnectAttempt> attempts, DapException first)
        : base("no answer: " + string.Join("; ", attempts), first) => (Attempts, First) = (attempts, first);

    /// <summary>Every try.</summary>
    public IReadOnlyList<ConnectAttempt> Attempts { get; }

    /// <summary>The error of the first try, which says most.</summary>
    public DapException First { get; }
}

/// <summary>Tries to reach a DP: normally, under reset, then both with slower clocks; every try is kept.</summary>
/// <param name="modes">Modes allowed, in the order tried.</param>
/// <param name="slower">Whether slower clocks are tried.</param>
public sealed class ConnectLadder(IReadOnlyList<ConnectMode> modes, bool slower = true)
{
    /// <summary>How long nRESET is held before the first bit: more than any STM32 filters (20 µs) and slow edges need.</summary>
    private static readonly TimeSpan ResetSetup = TimeSpan.FromMilliseconds(1);

    /// <summary>Speeds that bad wiring still passes, in hertz.</summary>
    private static readonly int[] Slow = [400_000, 100_000];

    /// <summary>Normal, then under reset, then slower.</summary>
    public static ConnectLadder Full { get; } = new([ConnectMode.Normal, ConnectMode.UnderReset]);

    /// <summary>Climbs until something answers.</summary>
    /// <param name="link">The link.</param>
    /// <param name="hertz">Wanted SWCLK.</param>
    /// <exception cref="DapException"><see cref="DapFault.ResetStuckLow"/>: somebody else holds nRESET low.</exception>
    /// <exception cref="ConnectException">Nothing worked; nRESET is released.</exception>
    public ConnectResult Connect(IDapLink link, int hertz)
    {
        List<ConnectAttempt> attempts = [];
        bool canReset = link.Features.HasFlag(WireFeatures.Reset);
        if (canReset) link.DriveReset(low: false);
        if (link.Features.HasFlag(WireFeatures.ResetSense) && link.SampleReset())
            throw new DapException(DapFault.ResetStuckLow, "nRESET", $"{link.Name}: nRESET is low although it is released here");
        foreach (int speed in Speeds(hertz))
        {
            foreach (ConnectMode mode in modes)
            {
                if (mode == ConnectMode.UnderReset && !canReset) continue;
                ConnectAttempt attempt = Try(link, mode, speed);
                attempts.Add(attempt);
                if (attempt.Identity is { } found) return new ConnectResult(found, mode, mode == ConnectMode.UnderReset, attempts);
            }
        }

        if (canReset) link.DriveReset(low: false);
        if (attempts.Count == 0) throw new WireException(link.Name, "this wire has no nRESET, and no other way to connect is allowed");
        throw new ConnectException(attempts, attempts[0].Error!);
    }

    private static ConnectAttempt Try(IDapLink link, ConnectMode mode, int hertz)
    {
        link.Cancel.ThrowIfCancellationRequested();
        if (link.Features.HasFlag(WireFeatures.Reset)) link.DriveReset(mode == ConnectMode.UnderReset);
        if (mode == ConnectMode.UnderReset) link.Clock.Delay(ResetSetup, link.Cancel);
        try
        {
            return new ConnectAttempt(mode, hertz, link.Connect(hertz), null);
        }
        catch (DapException error)
        {
            return new ConnectAttempt(mode, hertz, null, error);
        }
    }

    private IEnumerable<int> Speeds(int wanted) =>
        slower ? new[] { wanted, wanted / 2, wanted / 4 }.Where(hertz => hertz > Slow[0]).Concat(Slow).Where(hertz => hertz <= wanted)
            .Prepend(wanted).Distinct() : [wanted];
}
