// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;

namespace Appliance.Simulation.Core;

/// <summary>The identification registers at the end of each 4 KiB CoreSight component (IHI 0029, section B2.2).</summary>
internal static class ComponentIds
{
    /// <summary>CIDR of a ROM table.</summary>
    public const uint RomTable = 0xB105_100D;

    /// <summary>CIDR of a generic IP component: what the parts of a Cortex-M3 are.</summary>
    public const uint Generic = 0xB105_E00D;

    /// <summary>CIDR of a CoreSight debug component.</summary>
    public const uint CoreSight = 0xB105_900D;

    /// <summary>Adds an absent DEVARCH, PIDR0 to PIDR7 and CIDR0 to CIDR3, each with one byte of the id.</summary>
    public static void Add(RegisterBlock block, ulong peripheralId, uint componentId)
    {
        block.AddConstant(0xFBC, "DEVARCH", 0);
        for (var i = 0; i < 4; i++)
        {
            var place = (uint)i * 4;
            block.AddConstant(0xFE0 + place, $"PIDR{i}", (uint)(peripheralId >> (i * 8)) & 0xFF);
            block.AddConstant(0xFD0 + place, $"PIDR{i + 4}", (uint)(peripheralId >> (32 + (i * 8))) & 0xFF);
            block.AddConstant(0xFF0 + place, $"CIDR{i}", (componentId >> (i * 8)) & 0xFF);
        }
    }
}
