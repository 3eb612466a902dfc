// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Algorithms.Units;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Algorithms;

/// <summary>The layouts of flash controllers by the key in the chip data. A family of a known layout needs data only.</summary>
internal static class FlashAlgorithms
{
    private static readonly Dictionary<string, FlashLayout> ByLayout = new(StringComparer.Ordinal)
    {
        ["A"] = FlashLayout.OfHalfWords(polled: false),
        ["A-polled"] = FlashLayout.OfHalfWords(polled: true),
        ["B"] = FlashLayout.Of(UnitLayouts.B),
        ["C"] = FlashLayout.Of(UnitLayouts.C),
        ["D"] = FlashLayout.Of(UnitLayouts.D),
        ["E"] = FlashLayout.Of(UnitLayouts.E),
        ["F"] = FlashLayout.Of(UnitLayouts.F),
        ["G1"] = FlashLayout.Of(UnitLayouts.G1),
    };

    /// <summary>Whether there is an algorithm for a layout; where there is one, there is a loader.</summary>
    public static bool Exists(string layout) => ByLayout.ContainsKey(layout);

    /// <summary>The layout of a bank.</summary>
    /// <exception cref="FlashException">No algorithm for the layout (<see cref="FlashFault.Unsupported"/>).</exception>
    public static FlashLayout Of(FlashBank bank) => ByLayout.TryGetValue(bank.Layout, out var layout)
        ? layout
        : throw new FlashException(
            FlashFault.Unsupported, $"There is no flash algorithm for controller layout \"{bank.Layout}\".", bank.Start,
            string.Join(", ", ByLayout.Keys), bank.Layout);

    /// <summary>The algorithm of a bank.</summary>
    /// <exception cref="FlashException">As <see cref="Of"/>.</exception>
    public static IFlashAlgorithm Create(FlashContext context) => Of(context.Bank).Create(context);
}
