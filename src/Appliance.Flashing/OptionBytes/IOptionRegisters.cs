// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.OptionBytes;

/// <summary>How the option bytes of one layout of flash controllers are read, stored and loaded.</summary>
/// <remarks>Every member throws <see cref="FlashException"/> for what the controller says and lets the exceptions of the memory pass.</remarks>
internal interface IOptionRegisters
{
    /// <summary>The values of all registers, in the order of the description.</summary>
    uint[] Read();

    /// <summary>Stores values; the chip goes on with the old ones until it loads them.</summary>
    /// <param name="registers">Values of all registers.</param>
    /// <param name="longest">The longest time it may take.</param>
    /// <param name="cancel">Looked at while it waits. What was begun is brought to its end: half an option byte is worse than any.</param>
    void Store(IReadOnlyList<uint> registers, TimeSpan longest, CancellationToken cancel);

    /// <summary>Has the chip load what is stored, which resets it and may break the access that asks for it.</summary>
    /// <returns>False where there is no such command: a system reset loads them.</returns>
    bool Launch();
}
