// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Layout;

/// <summary>What a project asks of erase and verify, and the clock the times are predicted for.</summary>
/// <param name="Erase">What may be erased.</param>
/// <param name="Verify">How the result is proven.</param>
/// <param name="Hertz">SWCLK the job asks for, above 0.</param>
public sealed record FlashPolicy(EraseRequest Erase, VerifyMethod Verify, int Hertz)
{
    /// <summary>Flash that survives whatever is asked: its sectors are neither erased nor programmed.</summary>
    public IReadOnlyList<KeptRange> Keep { get; init; } = [];
}

/// <summary>A range of flash that survives.</summary>
/// <param name="First">First address.</param>
/// <param name="Last">Last address, not below the first.</param>
public sealed record KeptRange(uint First, uint Last)
{
    /// <inheritdoc/>
    public override string ToString() => $"0x{First:x8}–0x{Last:x8}";
}
