// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Layout;

/// <summary>What a project asks of erase and verify, and the clock the times are predicted for.</summary>
/// <param name="Erase">What may be erased.</param>
/// <param name="Verify">How the result is proven.</param>
/// <param name="Hertz">SWCLK the job asks for, above 0.</param>
public sealed record FlashPolicy(EraseRequest Erase, VerifyMethod Verify, int Hertz);
