// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Gpio;
using Appliance.Ports.Wires;

namespace Appliance.Flashing.BootLoaders.Usart;

/// <summary>BOOT0 and nRESET on GPIO lines of this machine; on means BOOT0 high and nRESET low. Owns the lines; lets both go when disposed.</summary>
/// <param name="boot0">BOOT0; null where it is not wired.</param>
/// <param name="reset">nRESET, opened open drain and active low; null where it is not wired.</param>
public sealed class GpioBootPins(IGpioLine? boot0, IGpioLine? reset) : IBootPins
{
    /// <inheritdoc/>
    public bool HasBoot0 => boot0 is not null;

    /// <inheritdoc/>
    public bool HasReset => reset is not null;

    /// <inheritdoc/>
    public void Set(bool boot0High, bool resetLow)
    {
        try
        {
            boot0?.Write(boot0High);
            reset?.Write(resetLow);
        }
        catch (GpioException refused)
        {
            throw new WireException((reset ?? boot0)!.Name.ToString(), refused.Message, refused);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Set(boot0High: false, resetLow: false);
        }
        catch (WireException)
        {
            // The lines are gone, and with them whatever they held.
        }

        boot0?.Dispose();
        reset?.Dispose();
    }
}
