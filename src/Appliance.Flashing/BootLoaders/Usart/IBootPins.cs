// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Flashing.BootLoaders.Usart;

/// <summary>The pins that bring a chip into its boot loader and out of it again.</summary>
public interface IBootPins : IDisposable
{
    /// <summary>BOOT0 can be driven.</summary>
    bool HasBoot0 { get; }

    /// <summary>nRESET can be pulled.</summary>
    bool HasReset { get; }

    /// <summary>Sets both.</summary>
    /// <param name="boot0">BOOT0 high: the boot loader starts at the next reset.</param>
    /// <param name="reset">nRESET low.</param>
    /// <exception cref="WireException">They cannot be set.</exception>
    void Set(bool boot0, bool reset);
}

/// <summary>No pins: a person, or a strap on the board, brings the chip into its boot loader.</summary>
public sealed class NoBootPins : IBootPins
{
    /// <inheritdoc/>
    public bool HasBoot0 => false;

    /// <inheritdoc/>
    public bool HasReset => false;

    /// <inheritdoc/>
    public void Set(bool boot0, bool reset)
    {
        // There is nothing to set; the boot loader is found where somebody put the chip into it.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
