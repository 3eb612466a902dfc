// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Stm32F1;

/// <summary>
/// The parts modelled. DEV_ID, REV_ID and boundary scan ids: RM0008 sections 31.6.1 and 31.6.2, RM0041 sections 25.6.1 and 25.6.2;
/// sizes: the data sheets (DS5319 for F103x8/xB, and the ones of each other part); system memory: AN2606.
/// </summary>
internal static class Stm32F1Parts
{
    private const uint Rom2K = 0x1FFF_F000;
    private const uint Rom6K = 0x1FFF_E000;
    private const uint Rom18K = 0x1FFF_B000;

    /// <summary>All parts.</summary>
    public static IReadOnlyList<Stm32F1Part> All { get; } =
    [
        new("stm32f100rb", 0x420, 0x1001, 128, 1024, 8, Rom2K, 0x0642_0041),
        new("stm32f100re", 0x428, 0x1000, 512, 2048, 32, Rom2K, 0x0642_8041),
        new("stm32f101cb", 0x410, 0x2003, 128, 1024, 16, Rom2K, 0x1641_0041),
        new("stm32f102cb", 0x410, 0x2003, 128, 1024, 16, Rom2K, 0x1641_0041),
        new("stm32f103c6", 0x412, 0x1000, 32, 1024, 10, Rom2K, 0x0641_2041),
        new("stm32f103c8", 0x410, 0x2003, 64, 1024, 20, Rom2K, 0x1641_0041),
        new("stm32f103cb", 0x410, 0x2003, 128, 1024, 20, Rom2K, 0x1641_0041),
        new("stm32f103rc", 0x414, 0x1003, 256, 2048, 48, Rom2K, 0x0641_4041),
        new("stm32f103rg", 0x430, 0x1000, 1024, 2048, 96, Rom6K, 0x0643_0041),
        new("stm32f105rc", 0x418, 0x1001, 256, 2048, 64, Rom18K, 0x0641_8041),
        new("stm32f107vc", 0x418, 0x1001, 256, 2048, 64, Rom18K, 0x0641_8041),
    ];

    /// <summary>The part of a name, or null.</summary>
    public static Stm32F1Part? Find(string name) => All.FirstOrDefault(part => part.Name == name);
}
