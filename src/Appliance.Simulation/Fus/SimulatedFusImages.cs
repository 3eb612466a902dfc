// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Fus;

/// <summary>A set of images for simulated coprocessors, named as ST names its own.</summary>
public static class SimulatedFusImages
{
    /// <summary>For WB5x and WB3x.</summary>
    public static IReadOnlyList<SimulatedFusImage> Wide { get; } =
    [
        For053,
        Fus("FUS_fw_1_2_0", "1.2.0"),
        Fus("FUS_fw", "2.2.0"),
        new("Safeboot_fw", SimulatedImageKind.Safeboot, "2.0.1", 2),
        new("BLE_Stack_full_fw_1_20_0", SimulatedImageKind.LegacyStack, "1.20.0", 36),
        new("BLE_Stack_full_fw", SimulatedImageKind.NewStack, "1.24.0", 32),
        new("BLE_HCILayer_fw", SimulatedImageKind.LegacyStack, "1.24.0", 19),
    ];

    /// <summary>For WB1x.</summary>
    public static IReadOnlyList<SimulatedFusImage> Narrow { get; } =
    [
        Fus("FUS_fw", "2.2.0") with { Pages = 12, Family = "wb1x" },
        new("Safeboot_fw", SimulatedImageKind.Safeboot, "2.0.1", 3) { Family = "wb1x" },
        new("BLE_Stack_full_fw_1_20_0", SimulatedImageKind.LegacyStack, "1.20.0", 72) { Family = "wb1x" },
        new("BLE_Stack_full_fw", SimulatedImageKind.NewStack, "1.24.0", 63) { Family = "wb1x" },
    ];

    /// <summary>The image of FUS 1.2.0 for FUS 0.5.3.</summary>
    public static SimulatedFusImage For053 => Fus("FUS_fw_for_fus_0_5_3", "1.2.0") with { For053 = true };

    /// <summary>An image of FUS.</summary>
    public static SimulatedFusImage Fus(string name, string version) => new(name, SimulatedImageKind.Fus, version, 6) { Short = 84 };
}
