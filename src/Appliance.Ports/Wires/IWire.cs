// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Wires;

/// <summary>What every wire to a board has, whatever protocol runs on it: a clock, nRESET, a name, a count.</summary>
/// <remarks>A wire is used by one thread at a time. Disposing it releases every line (inputs, nRESET released).</remarks>
public interface IWire : ITargetClock, IDisposable
{
    /// <summary>What the record calls this wire, for example <c>sim:stm32f103cb</c> or <c>remote-bitbang:localhost:9903</c>.</summary>
    string Name { get; }

    /// <summary>What this wire can do beyond clocking bits.</summary>
    WireFeatures Features { get; }

    /// <summary>What the wire knows of the target's supply, in words, for an error; null where it knows nothing.</summary>
    /// <exception cref="WireException">It could not be looked at.</exception>
    string? Supply => null;

    /// <summary>How many boards hang on this wire, 1 to 32. Lane n is bit n of every lane mask and plane.</summary>
    int LaneCount { get; }

    /// <summary>SWCLK (TCK) cycles given since the wire was opened.</summary>
    long Cycles { get; }

    /// <summary>Asks for a clock frequency.</summary>
    /// <param name="hertz">Wanted frequency, above 0.</param>
    /// <returns>The frequency really used, at most <paramref name="hertz"/> unless the wire cannot go that slow;
    /// 0 where the wire does not know its own speed.</returns>
    int SetFrequency(int hertz);

    /// <summary>Pulls nRESET low (open drain) on the lanes of the mask and releases it on all others.</summary>
    /// <exception cref="WireException">The wire has no nRESET (<see cref="WireFeatures.Reset"/>) or failed.</exception>
    void DriveReset(uint lanes);

    /// <summary>Reads nRESET. A set bit: the line of that lane is low, whoever pulls it.</summary>
    /// <exception cref="WireException">The wire cannot read nRESET (<see cref="WireFeatures.ResetSense"/>) or failed.</exception>
    uint SampleReset();
}
