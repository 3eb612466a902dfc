// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Connection;
using Appliance.Flashing.Fus.Images;
using Appliance.Flashing.Fus.Operations;

namespace Appliance.Flashing.Fus;

/// <summary>A route that leads to the coprocessor of an STM32WB as well.</summary>
public interface ICoprocessorSession
{
    /// <summary>
    /// Makes the coprocessor what is wanted. The target is connected and identified before, and again afterwards; nothing on the board is as it was but its
    /// option bytes and the user flash outside the images.
    /// </summary>
    /// <param name="wish">What is wanted.</param>
    /// <param name="planned">Told of the plan before anything is changed.</param>
    /// <param name="done">Told of each step that was done.</param>
    /// <param name="cancel">Ends it between steps; what FUS works on is left to FUS, and the board alone.</param>
    /// <returns>What was read from the coprocessor at the end.</returns>
    /// <exception cref="FusException">It is refused, or did not come out.</exception>
    FusSituation Coprocess(FusWish wish, Action<FusPlan> planned, Action<FusStepDone> done, CancellationToken cancel);
}

/// <summary>What work on coprocessors needs beside the target.</summary>
/// <param name="Store">Where option bytes of boards are kept.</param>
/// <param name="MoreImages">Images that are known beside those of ST, by SHA-256; null for none.</param>
public sealed record CoprocessorAccess(IOptionStore Store, Func<string, KnownFusImage?>? MoreImages = null);
