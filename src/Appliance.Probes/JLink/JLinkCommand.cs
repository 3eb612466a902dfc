// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.JLink;

/// <summary>Command bytes (SEGGER RM08001, "J-Link USB Protocol", chapter 5, in its order; registration: libjaylink <c>device.c</c>).</summary>
internal enum JLinkCommand : byte
{
    Version = 0x01,
    SetSpeed = 0x05,
    State = 0x07,
    Register = 0x09,
    Speeds = 0xC0,
    SelectInterface = 0xC7,
    JtagShift2 = 0xCE,
    Shift3 = 0xCF,
    FreeMemory = 0xD4,
    ResetLow = 0xDC,
    ResetHigh = 0xDD,
    TestResetLow = 0xDE,
    TestResetHigh = 0xDF,
    Capabilities = 0xE8,
    HardwareVersion = 0xF0,
}

/// <summary>What a J-Link says it can do, bits of its answer to <see cref="JLinkCommand.Capabilities"/> (RM08001, section 5.3.2; those of libjaylink).</summary>
[Flags]
internal enum JLinkCapabilities : uint
{
    None = 0,
    HardwareVersion = 1 << 1,
    Speeds = 1 << 9,
    FreeMemory = 1 << 11,
    SelectInterface = 1 << 17,
    Register = 1 << 27,
}

/// <summary>Target interfaces by their number.</summary>
internal enum JLinkInterface : byte
{
    Jtag = 0,
    Swd = 1,
}
