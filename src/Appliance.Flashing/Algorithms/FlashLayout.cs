// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Algorithms.LayoutA;
using Appliance.Flashing.Algorithms.Units;
using Appliance.Flashing.Loaders;

namespace Appliance.Flashing.Algorithms;

/// <summary>All that is known of one layout of controller registers: how it is driven over the wire, by which loader, and what its errors mean.</summary>
/// <param name="Create">Makes the algorithm that drives it by registers.</param>
/// <param name="Loader">Name of the RAM loader.</param>
/// <param name="Controller">What the loader must know of the controller.</param>
/// <param name="Errors">The exception for a status the loader took for an error: status, fault, erase or program, address.</param>
/// <param name="NotErased">Status bits that say that a place was not erased before.</param>
internal sealed record FlashLayout(
    Func<FlashContext, IFlashAlgorithm> Create, string Loader, LoaderController Controller, Func<uint, FlashFault, string, uint, FlashException> Errors,
    uint NotErased)
{
    /// <summary>A layout of half-words.</summary>
    public static FlashLayout OfHalfWords(bool polled) => new(
        context => new LayoutAAlgorithm(context, polled), "layout-a", LoaderController.None, FpecErrors.Of, Fpec.SrPgerr);

    /// <summary>A layout of units.</summary>
    public static FlashLayout Of(UnitRegisters registers)
    {
        var notErased = registers.Flags.Where(flag => flag.Name is "PROGERR" or "NOTZEROERR").Aggregate(0u, (all, flag) => all | flag.Bit);
        return new FlashLayout(
            context => new UnitAlgorithm(context, registers), "layout-u", LoaderController.Of(registers), new UnitErrors(registers).Of, notErased);
    }
}
