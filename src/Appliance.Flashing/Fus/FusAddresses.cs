// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Images;

namespace Appliance.Flashing.Fus;

/// <summary>Boot addresses of the coprocessor, as offsets from the start of flash (ST wiki, STM32WB FUS, sections 2.2, 3.4 and FAQ).</summary>
internal static class FusAddresses
{
    private const uint Wide = 0xF_4000;
    private const uint First = 0xF_6000;
    private const uint Narrow = 0x4_6000;
    private const uint WideSafeboot = 0xF_F000;

    /// <summary>Whether that is where FUS starts.</summary>
    public static bool IsFus(FusDevice device, uint offset) => device.Family == FusFamily.Wb1x ? offset == Narrow : offset is Wide or First;

    /// <summary>Whether Safeboot is forced: by its boot address, or because nothing of the flash is user flash any more.</summary>
    public static bool IsSafeboot(uint offset, int boundary) => boundary == 0 || offset == WideSafeboot;
}
