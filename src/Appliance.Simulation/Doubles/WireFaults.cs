// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Doubles;

/// <summary>The fixture is empty: pull-ups and nothing else.</summary>
internal sealed class NoTarget() : BoardFault("no-target", true, "no board in the fixture: the lines show their pull-ups only")
{
    /// <inheritdoc/>
    public override void Begin(SimulatedChip chip) => chip.Pins.Alive = false;
}

/// <summary>SWDIO shorted to a rail.</summary>
internal sealed class SwdioStuck(string name, int level)
    : BoardFault(name, true, $"SWDIO is shorted to {(level == 0 ? "ground" : "the supply")}, whoever drives it")
{
    /// <inheritdoc/>
    public override void Begin(SimulatedChip chip) => chip.Pins.Stick(level);
}

/// <summary>nRESET shorted to ground.</summary>
internal sealed class ResetStuckLow()
    : BoardFault("nreset-stuck-low", true, "nRESET is shorted to ground: the debug port answers, the chip stays in reset")
{
    /// <inheritdoc/>
    public override void Prepare(SimulatedChip chip) => chip.ResetLine.PullByBoard(true);
}

/// <summary>nRESET does not reach the board.</summary>
internal sealed class ResetNotConnected()
    : BoardFault("nreset-not-connected", false, "the wire of nRESET is broken: the probe pulls its end low, and nothing on the board happens")
{
    /// <inheritdoc/>
    public override void Prepare(SimulatedChip chip) => chip.ResetLine.IsCut = true;
}

/// <summary>The firmware sleeps with its debug port off, or has made other pins of it.</summary>
internal sealed class Asleep()
    : BoardFault("asleep", false, "the firmware has the debug port switched off a moment after each reset: it answers only while nRESET is low, or to who was there before")
{
    /// <inheritdoc/>
    public override void Begin(SimulatedChip chip) => chip.Pins.Sealed = chip.SleepsUntilReset = true;
}

/// <summary>Noise on SWDIO.</summary>
internal sealed class ParityNoise() : BoardFault("parity-noise", false, "1 transfer in 200 has a wrong data parity, in either direction")
{
    private const int OneIn = 200;

    /// <inheritdoc/>
    public override void Begin(SimulatedChip chip) => chip.Wire.NoiseOneIn = OneIn;
}

/// <summary>Memory accesses never end.</summary>
internal sealed class AnswersWaitForever()
    : BoardFault("wait-forever", true, "the first memory access never ends: WAIT for ever, whatever is aborted")
{
    /// <inheritdoc/>
    public override void Begin(SimulatedChip chip) => chip.MemAp.Hangs = true;
}
