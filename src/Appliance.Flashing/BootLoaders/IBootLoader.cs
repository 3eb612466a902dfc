// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.BootLoaders;

/// <summary>A boot loader that programs its own chip, and the line to it.</summary>
/// <remarks>
/// Life cycle: create → <see cref="Connect"/> → <see cref="Read"/>, erase, <see cref="Write"/> → <see cref="Leave"/> → dispose. One thread at a
/// time. Every member throws <see cref="BootLoaderException"/> for what the chip said or did not say, and <see cref="WireException"/> when the
/// line itself is gone. Waits are on <see cref="Clock"/>.
/// </remarks>
public interface IBootLoader : IDisposable
{
    /// <summary>What the record calls it: kind and line.</summary>
    string Name { get; }

    /// <summary>What the line is: simulated, remote, with or without nRESET.</summary>
    WireFeatures Features { get; }

    /// <summary>The clock of the waits.</summary>
    ITargetClock Clock { get; }

    /// <summary>How often something had to be sent again because of noise, so far.</summary>
    int Repeats { get; }

    /// <summary>Brings the chip into its boot loader, speaks to it, and asks what it is.</summary>
    /// <param name="chip">The chip the project names.</param>
    /// <param name="limit">Longest time for the whole connect.</param>
    /// <param name="cancel">Ends it between two waits.</param>
    BootLoaderFacts Connect(ChipDescription chip, TimeSpan limit, CancellationToken cancel);

    /// <summary>Reads bytes, wherever this boot loader lets one read.</summary>
    /// <exception cref="BootLoaderException"><see cref="BootFault.Refused"/> where it does not.</exception>
    void Read(uint address, Span<byte> destination, CancellationToken cancel);

    /// <summary>Erases the whole chip.</summary>
    /// <param name="limit">Longest time the chip may take.</param>
    /// <param name="cancel">Looked at before it begins.</param>
    void EraseAll(TimeSpan limit, CancellationToken cancel);

    /// <summary>Erases one sector.</summary>
    /// <param name="sector">The sector.</param>
    /// <param name="limit">Longest time the chip may take.</param>
    /// <param name="cancel">Looked at before it begins.</param>
    void EraseSector(BootSector sector, TimeSpan limit, CancellationToken cancel);

    /// <summary>Writes one block to erased flash; never the same block twice.</summary>
    /// <param name="address">A multiple of <see cref="BootLoaderFacts.WriteUnit"/>.</param>
    /// <param name="block">A multiple of <see cref="BootLoaderFacts.WriteUnit"/>, at most <see cref="BootLoaderFacts.WriteBlock"/> bytes.</param>
    /// <param name="limit">Longest time the chip may take.</param>
    /// <param name="cancel">Looked at before it begins.</param>
    void Write(uint address, ReadOnlySpan<byte> block, TimeSpan limit, CancellationToken cancel);

    /// <summary>Ends a run of writes: what the boot loader still holds is in flash when this returns.</summary>
    /// <param name="limit">Longest time the chip may take for all of it.</param>
    /// <param name="cancel">Looked at before it begins.</param>
    void Finish(TimeSpan limit, CancellationToken cancel);

    /// <summary>Leaves the boot loader and starts what is in flash: by a reset where there is a line for it, else by the boot loader's own command.</summary>
    /// <param name="address">Where the vector table is.</param>
    /// <param name="cancel">Looked at before it begins.</param>
    void Leave(uint address, CancellationToken cancel);

    /// <summary>Pulls nRESET low and keeps it so until the next connect or dispose.</summary>
    /// <returns>False where there is no line for it.</returns>
    bool HoldInReset();
}

/// <summary>A sector as boot loaders name it.</summary>
/// <param name="Number">Its number over all banks, from 0.</param>
/// <param name="Address">First address.</param>
/// <param name="Size">Bytes.</param>
public readonly record struct BootSector(int Number, uint Address, uint Size);

/// <summary>What a boot loader says of itself and of its chip.</summary>
/// <param name="Version">Its version, as its maker writes it.</param>
/// <param name="ProductId">DEV_ID; null where it does not tell.</param>
/// <param name="Path">How it was reached and what it offers, in words, for the record.</param>
/// <param name="WriteUnit">Bytes; addresses and lengths of writes are multiples of it.</param>
/// <param name="WriteBlock">Bytes of the largest write.</param>
/// <param name="ErasesAll">It can erase the whole chip.</param>
/// <param name="ErasesSectors">It can erase single sectors.</param>
public sealed record BootLoaderFacts(
    string Version, uint? ProductId, IReadOnlyList<string> Path, int WriteUnit, int WriteBlock, bool ErasesAll, bool ErasesSectors)
{
    /// <summary>What the target does while the boot loader waits for a command.</summary>
    public SafeState Waiting { get; init; } = SafeState.InBootLoader;
}
