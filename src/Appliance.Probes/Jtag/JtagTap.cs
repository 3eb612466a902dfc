// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Jtag;

/// <summary>One TAP of a chain.</summary>
/// <param name="IdCode">Its IDCODE; null where it has none.</param>
/// <param name="InstructionBits">Length of its instruction register.</param>
internal readonly record struct JtagTap(uint? IdCode, int InstructionBits)
{
    /// <summary>Whether it is a debug port of Arm: designer 0x23B, part 0xBA.. (ARM IHI 0031, B3.3.1; OpenOCD and pyOCD know no other).</summary>
    public bool IsDebugPort => (IdCode & 0x0FF0_0FFF) == 0x0BA0_0477;

    /// <inheritdoc/>
    public override string ToString() => IdCode is { } id ? $"0x{id:x8}" : "a TAP without IDCODE";
}
