// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Fus.Images;

/// <summary>A file is no image for the coprocessor. The message says what was expected and what was found.</summary>
/// <param name="expected">What the format demands.</param>
/// <param name="found">What was there.</param>
public sealed class FusImageException(string expected, string found)
    : Exception($"This is no image for the coprocessor of an STM32WB: expected {expected}, found {found}.")
{
    /// <summary>What the format demands.</summary>
    public string Expected { get; } = expected;

    /// <summary>What was there.</summary>
    public string Found { get; } = found;
}
