// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Targets.CortexM;

/// <summary>Debug Halting Control and Status Register (ARM DDI 0403, C1.6.2). Its neighbours lie in the same 16 bytes, so one TAR serves all.</summary>
internal static class Dhcsr
{
    public const uint Address = 0xE000_EDF0;

    /// <summary>DBGKEY: a write without it is ignored.</summary>
    public const uint Key = 0xA05F_0000;

    public const uint DebugEnable = 1u << 0;

    public const uint Halt = 1u << 1;

    public const uint MaskInterrupts = 1u << 3;

    public const uint RegisterReady = 1u << 16;

    public const uint Halted = 1u << 17;

    public const uint Sleeping = 1u << 18;

    public const uint Lockup = 1u << 19;

    /// <summary>S_RESET_ST: the core was reset since the last read; a read clears it.</summary>
    public const uint ResetSticky = 1u << 25;
}

/// <summary>Debug Core Register Selector Register (ARM DDI 0403, C1.6.3).</summary>
internal static class Dcrsr
{
    public const uint Address = 0xE000_EDF4;

    /// <summary>REGWnR: write the register.</summary>
    public const uint Write = 1u << 16;
}

/// <summary>Debug Core Register Data Register (ARM DDI 0403, C1.6.4).</summary>
internal static class Dcrdr
{
    public const uint Address = 0xE000_EDF8;
}

/// <summary>Debug Exception and Monitor Control Register (ARM DDI 0403, C1.6.5).</summary>
internal static class Demcr
{
    public const uint Address = 0xE000_EDFC;

    /// <summary>VC_CORERESET: halt at the first instruction after a reset.</summary>
    public const uint CatchReset = 1u << 0;

    /// <summary>VC_HARDERR: halt at the HardFault handler.</summary>
    public const uint CatchHardFault = 1u << 10;
}

/// <summary>Application Interrupt and Reset Control Register (ARM DDI 0403, B3.2.6).</summary>
internal static class Aircr
{
    public const uint Address = 0xE000_ED0C;

    /// <summary>VECTKEY: a write without it is ignored.</summary>
    public const uint Key = 0x05FA_0000;

    /// <summary>VECTRESET: resets the core alone; ARMv7-M only.</summary>
    public const uint CoreReset = 1u << 0;

    /// <summary>SYSRESETREQ: asks the chip to reset everything but debug.</summary>
    public const uint SystemReset = 1u << 2;
}

/// <summary>A core register as DCRSR.REGSEL numbers it (ARM DDI 0403, C1.6.3).</summary>
public enum CoreRegister
{
    /// <summary>R0; R1 to R12 follow.</summary>
    R0 = 0,

    /// <summary>R1.</summary>
    R1 = 1,

    /// <summary>R2.</summary>
    R2 = 2,

    /// <summary>R3.</summary>
    R3 = 3,

    /// <summary>R9, the static base of position-independent code.</summary>
    R9 = 9,

    /// <summary>The stack pointer in use.</summary>
    Sp = 13,

    /// <summary>Link register.</summary>
    Lr = 14,

    /// <summary>Where execution goes on: DebugReturnAddress.</summary>
    Pc = 15,

    /// <summary>xPSR.</summary>
    Xpsr = 16,

    /// <summary>Main stack pointer.</summary>
    Msp = 17,

    /// <summary>Process stack pointer.</summary>
    Psp = 18,

    /// <summary>CONTROL, FAULTMASK, BASEPRI and PRIMASK in one word, from the highest byte.</summary>
    ControlAndMasks = 20,
}
