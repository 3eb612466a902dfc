// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Targets;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.OptionBytes;

/// <summary>The ways options are stored, by the layout key in the chip data. A family of a known layout needs data only.</summary>
internal static class OptionStores
{
    /// <summary>OBL_LAUNCH of F0 and F3 (RM0360, section 3.5.5).</summary>
    private const uint OblLaunch = 1u << 13;

    /// <summary>The store of a chip.</summary>
    /// <exception cref="FlashException">No way for the layout (<see cref="FlashFault.Unsupported"/>).</exception>
    public static IOptionRegisters Of(OptionDescription options, IMemory memory, ITargetClock clock) => options.Layout switch
    {
        "A" => new HalfWordOptions(memory, clock, options, launch: 0),
        "A0" => new HalfWordOptions(memory, clock, options, OblLaunch),
        "B" => new RegisterOptions(memory, clock, options, OptionControl.B),
        "C" => new WordOptions(memory, clock, options),
        "D" => new RegisterOptions(memory, clock, options, OptionControl.D),
        "E" => new RegisterOptions(memory, clock, options, OptionControl.E),
        "G1" => new RegisterOptions(memory, clock, options, OptionControl.G1),
        _ => throw new FlashException(FlashFault.Unsupported, $"There is no way to store option bytes of layout \"{options.Layout}\"."),
    };
}
