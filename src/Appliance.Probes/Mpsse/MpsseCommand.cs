// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Mpsse;

/// <summary>
/// Command bytes (FTDI AN_108, "Command Processor for MPSSE and MCU Host Bus Emulation Modes", chapter 3, in its order). Data goes out lowest bit first on the falling
/// edge and comes in on the rising one, which is JTAG's and SWD's order with a clock that rests low.
/// </summary>
internal enum MpsseCommand : byte
{
    BytesOut = 0x19,
    BitsOut = 0x1B,
    BytesOutIn = 0x39,
    BitsOutIn = 0x3B,
    ModeOut = 0x4B,
    ModeOutIn = 0x6B,
    SetLowPins = 0x80,
    ReadLowPins = 0x81,
    SetHighPins = 0x82,
    LoopbackOff = 0x85,
    Divisor = 0x86,
    SendImmediate = 0x87,
    UndividedClock = 0x8A,
    TwoPhases = 0x8D,
    OwnClock = 0x97,

    /// <summary>No command: the answer to one that is none shows that the processor listens (AN_135, section 4.3).</summary>
    None = 0xAA,

    /// <summary>The answer to what is no command; that byte follows.</summary>
    BadCommand = 0xFA,
}

/// <summary>Vendor requests of endpoint 0 (FTDI AN_232B-10 names the bit modes, libftdi <c>ftdi.h</c> the numbers).</summary>
internal enum FtdiRequest : byte
{
    Reset = 0x00,
    SetLatencyTimer = 0x09,
    SetBitMode = 0x0B,
}
