// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Appliance.Probes.StLink;

/// <summary>The 16 bytes that begin every exchange (numbers as in OpenOCD's <c>stlink_usb.c</c> and probe-rs' <c>constants.rs</c>).</summary>
[InlineArray(Length)]
internal struct StLinkCommand
{
    public const int Length = 16;
    public const ushort DebugPort = 0xFFFF;
    private byte _first;

    public static StLinkCommand Version => Of(0xF1);

    public static StLinkCommand ExtendedVersion => Of(0xFB);

    public static StLinkCommand CurrentMode => Of(0xF5);

    public static StLinkCommand TargetVoltage => Of(0xF7);

    public static StLinkCommand LeaveBootLoader => Of(0xF3, 0x07);

    public static StLinkCommand LeaveSwim => Of(0xF4, 0x01);

    public static StLinkCommand LeaveDebug => Of(0xF2, 0x21);

    public static StLinkCommand EnterSwd => Of(0xF2, 0x30, 0xA3);

    public static StLinkCommand EnterJtag => Of(0xF2, 0x30, 0xA4);

    public static StLinkCommand Identify => Of(0xF2, 0x31);

    /// <summary>The last status as firmware before J15 gives it.</summary>
    public static StLinkCommand ShortStatus => Of(0xF2, 0x3B);

    public static StLinkCommand LastStatus => Of(0xF2, 0x3E);

    public static StLinkCommand ListClocks(bool jtag) => Of(0xF2, 0x62, jtag ? (byte)1 : (byte)0);

    public static StLinkCommand Reset(bool low) => Of(0xF2, 0x3C, low ? (byte)0 : (byte)1);

    public static StLinkCommand OpenAp(byte ap) => Of(0xF2, 0x4B, ap);

    public static StLinkCommand CloseAp(byte ap) => Of(0xF2, 0x4C, ap);

    public static StLinkCommand ClockCount(ushort count) => Of(0xF2, 0x43, (byte)count, (byte)(count >> 8));

    public static StLinkCommand JtagDivider(ushort divider) => Of(0xF2, 0x44, (byte)divider, (byte)(divider >> 8));

    /// <summary>The clock of V3, of SWD or of JTAG.</summary>
    public static StLinkCommand ClockKilohertz(uint kilohertz, bool jtag) => With(Of(0xF2, 0x61, jtag ? (byte)1 : (byte)0), 4, kilohertz);

    /// <summary>A DP or AP register; <paramref name="port"/> is the AP or <see cref="DebugPort"/>.</summary>
    public static StLinkCommand ReadRegister(ushort port, byte register) =>
        Of(0xF2, 0x45, (byte)port, (byte)(port >> 8), register);

    public static StLinkCommand WriteRegister(ushort port, byte register, uint value) =>
        With(Of(0xF2, 0x46, (byte)port, (byte)(port >> 8), register), 6, value);

    /// <summary>One word of memory behind AP 0, with a status in the answer.</summary>
    public static StLinkCommand ReadWord(uint address) => With(Of(0xF2, 0x36), 2, address);

    public static StLinkCommand WriteWord(uint address, uint value) => With(With(Of(0xF2, 0x35), 2, address), 6, value);

    /// <summary>Memory in units of 1, 2 or 4 bytes; its status is asked for apart (<see cref="LastStatus"/>).</summary>
    public static StLinkCommand Memory(bool write, int unit, byte ap, uint address, int length)
    {
        int read = unit switch { 4 => 0x07, 2 => 0x47, _ => 0x0C };
        StLinkCommand command = With(Of(0xF2, (byte)(write ? read + 1 : read)), 2, address);
        BinaryPrimitives.WriteUInt16LittleEndian(((Span<byte>)command)[6..], (ushort)length);
        command[8] = ap;
        return command;
    }

    private static StLinkCommand Of(params ReadOnlySpan<byte> bytes)
    {
        StLinkCommand command = default;
        bytes.CopyTo(command);
        return command;
    }

    private static StLinkCommand With(StLinkCommand command, int at, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(((Span<byte>)command)[at..], value);
        return command;
    }
}
