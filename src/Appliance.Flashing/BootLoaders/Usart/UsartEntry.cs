// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Flashing.BootLoaders.Usart;

/// <summary>Brings the chip into its boot loader, has it find our speed (AN3155, section 2: 0x7F), and brings both ends in step again after noise.</summary>
internal sealed class UsartEntry(UsartWire wire, IBootPins pins, ITargetClock clock)
{
    /// <summary>The byte by which the boot loader measures the speed.</summary>
    private const byte Init = 0x7F;

    /// <summary>
    /// What is sent to a boot loader that waits for more of a command nobody wants any more. Even, so that a block of it has a wrong checksum; its
    /// complement is no command; itself it is none.
    /// </summary>
    private const byte Filler = 0x3A;

    /// <summary>Longest that a boot loader can wait for: the number, 256 bytes, and their checksum.</summary>
    private const int LongestFrame = 258;
    private const int FillerChunk = 64;

    /// <summary>Answers come at once; adapters on USB hold them back for up to 16 ms, busy machines for longer.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan LongestNoise = TimeSpan.FromSeconds(1);

    /// <summary>Longer than anything that only stood still for a while.</summary>
    private static readonly TimeSpan VeryLate = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(10);

    /// <summary>From reset to a boot loader that listens: AN2606 names up to some tens of milliseconds for the USART of each product.</summary>
    private static readonly TimeSpan Start = TimeSpan.FromMilliseconds(100);

    /// <summary>Enters and gets in step.</summary>
    /// <param name="deadline">On the target's clock.</param>
    /// <param name="cancel">Looked at between two tries.</param>
    /// <returns>How it went, in words.</returns>
    /// <exception cref="BootLoaderException">No boot loader answers, or what answers is none.</exception>
    public string Enter(TimeSpan deadline, CancellationToken cancel)
    {
        byte? seen = null;
        for (var tries = 1; ; tries++)
        {
            cancel.ThrowIfCancellationRequested();
            ResetIntoBootLoader(cancel);
            wire.Discard();
            var (found, answer) = Knock();
            seen = answer ?? seen;
            if (found is not null) return tries == 1 ? found : $"{found} at try {tries}";
            if (clock.Now >= deadline || tries >= MostTries) throw Nobody(seen, tries);
        }
    }

    /// <summary>Starts what is in flash by a reset with BOOT0 low.</summary>
    public void ResetIntoFirmware(CancellationToken cancel)
    {
        pins.Set(boot0: false, reset: true);
        clock.Delay(Pulse, cancel);
        pins.Set(boot0: false, reset: false);
    }

    /// <summary>Ends whatever command the boot loader may still wait for more of; afterwards it waits for a command.</summary>
    /// <exception cref="BootLoaderException">It does not get in step.</exception>
    public void GetInStep(CancellationToken cancel)
    {
        Drain();
        if (TryGetInStep(cancel)) return;
        if (wire.Peek(VeryLate) is not null)
        {
            Drain();
            if (TryGetInStep(cancel)) return;
        }

        throw new BootLoaderException(BootFault.NoAnswer, wire.Name, "The boot loader stopped answering.", null, "NACK (0x1f)", "no NACK");
    }

    private bool TryGetInStep(CancellationToken cancel)
    {
        foreach (var chunk in Chunks())
        {
            cancel.ThrowIfCancellationRequested();
            wire.Send(Enumerable.Repeat(Filler, chunk).ToArray());
            if (UsartWire.IsNack(Last()) && (chunk == 1 || OneAtATime())) return true;
        }

        return false;
    }

    /// <summary>Without a line to reset it, a boot loader that did not get it three times never will.</summary>
    private int MostTries => pins.HasReset ? 5 : 3;

    private void ResetIntoBootLoader(CancellationToken cancel)
    {
        pins.Set(boot0: true, reset: pins.HasReset);
        if (!pins.HasReset) return;
        clock.Delay(Pulse, cancel);
        pins.Set(boot0: true, reset: false);
        clock.Delay(Start, cancel);
    }

    /// <summary>A boot loader that was in use takes 0x7F for a command, and refuses it after the second one.</summary>
    private (string? Found, byte? Answer) Knock()
    {
        byte? answer = null;
        for (var i = 0; i < 2; i++)
        {
            wire.Send([Init]);
            var now = wire.Peek(Quick);
            if (UsartWire.IsAck(now)) return ("in the boot loader after a reset", now);
            if (UsartWire.IsNack(now)) return ("in the boot loader, which was in use", now);
            answer = now ?? answer;
        }

        return (null, answer);
    }

    private bool OneAtATime()
    {
        for (var i = 0; i < 2; i++)
        {
            wire.Send([Filler]);
            if (UsartWire.IsNack(Last())) return true;
        }

        return false;
    }

    private static IEnumerable<int> Chunks()
    {
        yield return 1;
        yield return 1;
        yield return 1;
        for (var sent = 0; sent < LongestFrame; sent += FillerChunk) yield return FillerChunk;
    }

    private void Drain() => Last();

    /// <summary>The last byte that comes before the line is silent, or before nobody waits for silence any longer.</summary>
    private byte? Last()
    {
        byte? last = null;
        for (var end = clock.Now + LongestNoise; clock.Now < end && wire.Peek(Quick) is { } one;) last = one;
        return last;
    }

    private BootLoaderException Nobody(byte? seen, int tries) => seen is { } other
        ? new BootLoaderException(BootFault.Garbled, wire.Name, $"What answers is no boot loader, or it found another speed ({tries} tries).", null, "ACK (0x79)", $"0x{other:x2}")
        : new BootLoaderException(BootFault.NoAnswer, wire.Name, $"No boot loader answers ({tries} tries{(pins.HasReset ? "" : "; nRESET is not wired")}).", null, "ACK (0x79)", "nothing");
}
