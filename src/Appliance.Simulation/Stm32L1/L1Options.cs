// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Chips;

namespace Appliance.Simulation.Stm32L1;

/// <summary>The options as FLASH_OBR and FLASH_WRPR1 show them (RM0038, section 3.9.8); changing them is not modelled.</summary>
internal sealed class L1Options : IOptionBytes
{
    private const byte Open = 0xAA;
    private const int User = 2;
    private const byte SoftwareWatchdog = 1 << 4;
    private const int WriteProtect = 4;

    /// <summary>OBR, then WRPR1.</summary>
    public byte[] Stored { get; } = [Open, 0x00, 0x78, 0x00, 0, 0, 0, 0];

    /// <summary>OBR as loaded.</summary>
    public uint OptionByteRegister { get; private set; }

    /// <summary>WRPR1 as loaded: a 1 protects sixteen pages.</summary>
    public uint WriteProtection { get; private set; }

    /// <inheritdoc/>
    public bool ReadProtected => (byte)OptionByteRegister != Open;

    /// <inheritdoc/>
    public bool HardwareWatchdog => (OptionByteRegister & (uint)SoftwareWatchdog << 16) == 0;

    /// <inheritdoc/>
    public void Load()
    {
        OptionByteRegister = Memory.Get(Stored, 0, 4);
        WriteProtection = Memory.Get(Stored, WriteProtect, 4);
    }

    /// <inheritdoc/>
    public void Protect() => Stored[0] = 0;

    /// <inheritdoc/>
    public void StartWatchdog() => Stored[User] &= unchecked((byte)~SoftwareWatchdog);
}
