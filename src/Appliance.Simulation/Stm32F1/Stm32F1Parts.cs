// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Chips;

namespace Appliance.Simulation.Stm32F1;

/// <summary>
/// The parts modelled. DEV_ID, REV_ID and boundary scan ids: RM0008 sections 31.6.1 and 31.6.2, RM0041 sections 25.6.1 and 25.6.2;
/// of F0 and F3: RM0360, RM0091 and RM0316, debug support; sizes: the data sheets (DS5319 for F103x8/xB, and the ones of each other part); system memory: AN2606.
/// </summary>
internal static class Stm32F1Parts
{
    private const uint Rom2K = 0x1FFF_F000;
    private const uint Rom6K = 0x1FFF_E000;
    private const uint Rom18K = 0x1FFF_B000;
    private const uint Rom3K = 0x1FFF_EC00;
    private const uint Rom8K = 0x1FFF_D800;
    private const uint Rom12K = 0x1FFF_C800;

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
        new("stm32f030r8", 0x440, 0x1000, 64, 1024, 8, Rom3K, 0x0644_0041, CoreShape.M0),
        new("stm32f051r8", 0x440, 0x1000, 64, 1024, 8, Rom3K, 0x0644_0041, CoreShape.M0),
        new("stm32f072rb", 0x448, 0x2001, 128, 2048, 16, Rom12K, 0x0644_8041, CoreShape.M0),
        new("stm32f303vc", 0x422, 0x1001, 256, 2048, 40, Rom8K, 0x0642_2041, CoreShape.M4),
    ];

    /// <summary>The part of a name, or null.</summary>
    public static Stm32F1Part? Find(string name) => All.FirstOrDefault(part => part.Name == name);
}
