// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.CortexM;
using Appliance.Targets.Descriptions;

namespace Appliance.Targets.Identification;

/// <summary>Trouble that was overcome while the chip was identified.</summary>
/// <param name="Code">Stable kebab-case word.</param>
/// <param name="Text">What was seen and what was done, in plain words.</param>
public sealed record ChipWarning(string Code, string Text)
{
    /// <summary>The flash-size word was useless, the chip data were taken.</summary>
    public const string FlashSizeWord = "flash-size-word";

    /// <summary>The unique id cannot be read, or is none.</summary>
    public const string UniqueId = "unique-id";

    /// <summary>DBGMCU_IDCODE reads 0.</summary>
    public const string DeviceId = "device-id";

    /// <summary>DPIDR is that of no genuine part.</summary>
    public const string Dpidr = "dpidr";
}

/// <summary>Who the chip says it is, read in this cycle.</summary>
/// <param name="Chip">Its data.</param>
/// <param name="Cpuid">CPUID of its core.</param>
/// <param name="DeviceId">DEV_ID; null where the chip reads it as 0.</param>
/// <param name="RevisionId">REV_ID; null where the chip reads it as 0.</param>
/// <param name="FlashKilobytes">Flash size used for the job: what the name says.</param>
/// <param name="UniqueId">The unique id in memory order; empty where it cannot be read.</param>
/// <param name="ReadProtectionLevel">0 is open.</param>
/// <param name="Warnings">Trouble that was overcome, in order.</param>
public sealed record ChipFacts(
    ChipDescription Chip, CpuId Cpuid, uint? DeviceId, uint? RevisionId, int FlashKilobytes, ReadOnlyMemory<byte> UniqueId,
    int ReadProtectionLevel, IReadOnlyList<ChipWarning> Warnings);
