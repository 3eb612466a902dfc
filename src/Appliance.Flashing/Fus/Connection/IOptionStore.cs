// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Fus.Connection;

/// <summary>
/// Keeps the option bytes a board had before they were changed, on the appliance's disk: when the power goes in between, the next connect puts them back.
/// Each member throws <see cref="IOException"/> when the disk refuses; nothing on the board is changed then.
/// </summary>
public interface IOptionStore
{
    /// <summary>What is kept of a board; null for nothing.</summary>
    /// <param name="uniqueId">Unique id of the chip, in hexadecimal.</param>
    uint? Find(string uniqueId);

    /// <summary>Keeps FLASH_OPTR of a board; returns when it is on the disk.</summary>
    void Keep(string uniqueId, uint options);

    /// <summary>The board has its own again.</summary>
    void Forget(string uniqueId);
}
