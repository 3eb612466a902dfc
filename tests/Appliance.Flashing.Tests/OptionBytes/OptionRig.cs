// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.OptionBytes;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.OptionBytes;

/// <summary>A whole job with options on a simulated board, by registers alone.</summary>
internal static class OptionRig
{
    public static readonly FirmwareImage Image = SessionRig.Runnable(0x200);

    /// <summary>One part of each way options are stored.</summary>
    public static TheoryData<string> Parts =>
    [
        "stm32f103cb", "stm32f407vg", "stm32f205rg", "stm32f746zg", "stm32f767zi-dual", "stm32l151cb", "stm32l476rg", "stm32g071rb", "stm32g474re", "stm32wl55jc", "stm32wb55rg",
        "stm32h743zi", "stm32h735ig", "stm32l072cz", "stm32f030r8", "stm32f303vc", "stm32c031c6", "stm32l4r5zi", "stm32l552ze", "stm32u575zi",
    ];

    public static OptionPlan Options(ChipDescription chip, params (string Name, string Value)[] options)
    {
        var (plan, mistakes) = OptionPlanner.Plan(
            chip, [.. options.Select(option => new KeyValuePair<string, string>(option.Name, option.Value))], ["RDP"]);
        Assert.DoesNotContain(mistakes, mistake => !mistake.Message.StartsWith("\"irreversible\"", StringComparison.Ordinal));
        return plan;
    }

    /// <summary>Connect to verify, with protection removed where asked.</summary>
    public static FlashPlan Burn(this SessionRig rig, OptionPlan? options = null, bool unlock = false)
    {
        var plan = rig.Plan(Image, EraseRequest.Sectors) with { Options = options };
        rig.Session.Connect(SessionRig.Settings, default);
        if (unlock)
            rig.Session.Unprotect(default);
        rig.Session.Identify(default);
        rig.Session.Erase(plan, null, default);
        rig.Session.Program(plan, Image, null, default);
        Assert.Equal(Image.Crc32, rig.Session.Verify(plan, Image, null, default).Crc32);
        return plan;
    }

    /// <summary>The name of the field that has the watchdog started by software, which every family has.</summary>
    public static string Watchdog(ChipDescription chip) => new[] { "WDG_SW", "IWDG_SW", "IWDG1_SW" }.First(name => chip.Options!.Find(name) is not null);
}
