// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Algorithms.LayoutA;

namespace Appliance.Flashing.Algorithms;

/// <summary>The flash algorithms by layout key. A family of a known layout needs data only.</summary>
internal static class FlashAlgorithms
{
    private static readonly Dictionary<string, Func<FlashContext, IFlashAlgorithm>> ByLayout = new(StringComparer.Ordinal)
    {
        ["A"] = context => new LayoutAAlgorithm(context, polled: false),
        ["A-polled"] = context => new LayoutAAlgorithm(context, polled: true),
    };

    /// <summary>The algorithm of a bank.</summary>
    /// <exception cref="FlashException">No algorithm for the layout (<see cref="FlashFault.Unsupported"/>).</exception>
    public static IFlashAlgorithm Create(FlashContext context) =>
        ByLayout.TryGetValue(context.Bank.Layout, out var create)
            ? create(context)
            : throw new FlashException(
                FlashFault.Unsupported, $"There is no flash algorithm for controller layout \"{context.Bank.Layout}\".", context.Bank.Start,
                string.Join(", ", ByLayout.Keys), context.Bank.Layout);
}
