// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Ports.Serial;

namespace Appliance.Platform.Serial;

/// <summary><c>struct termios2</c> of Linux (asm-generic/termbits.h; the same on x86-64 and arm64): the one that takes any speed.</summary>
internal static class SerialWords
{
    public const int Size = 44;

    private const int ControlFlags = 8;
    private const int ControlCharacters = 17;
    private const int InputSpeed = 36;
    private const int OutputSpeed = 40;
    private const int MinimumToRead = ControlCharacters + 6; // VMIN

    private const uint CheckParity = 0x10; // INPCK
    private const uint EightBits = 0x30; // CS8
    private const uint Receive = 0x80; // CREAD
    private const uint WithParity = 0x100; // PARENB
    private const uint OddParity = 0x200; // PARODD
    private const uint NoCarrier = 0x800; // CLOCAL
    private const uint AnySpeed = 0x1000; // BOTHER

    /// <summary>
    /// Raw settings. Nothing of what the line was left with is kept: an echo or a translation that stayed on would answer the other end with
    /// its own bytes. A byte with wrong parity is read as 0.
    /// </summary>
    public static byte[] Raw(SerialFormat format)
    {
        var settings = new byte[Size];
        var parity = format.Parity switch { SerialParity.Even => WithParity, SerialParity.Odd => WithParity | OddParity, _ => 0u };
        BinaryPrimitives.WriteUInt32LittleEndian(settings, parity == 0 ? 0 : CheckParity);
        BinaryPrimitives.WriteUInt32LittleEndian(settings.AsSpan(ControlFlags), EightBits | Receive | NoCarrier | AnySpeed | parity);
        settings[MinimumToRead] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(settings.AsSpan(InputSpeed), format.Baud);
        BinaryPrimitives.WriteInt32LittleEndian(settings.AsSpan(OutputSpeed), format.Baud);
        return settings;
    }

    /// <summary>
    /// Whether the driver took the speed: it may take the nearest it can and say nothing. 3 % is what a byte of 11 bits stands. Parity is not looked
    /// at: a pseudo terminal has no wire and drops it.
    /// </summary>
    public static bool Took(ReadOnlySpan<byte> settings, SerialFormat format) =>
        Math.Abs(BinaryPrimitives.ReadInt32LittleEndian(settings[OutputSpeed..]) - format.Baud) <= format.Baud * 0.03;
}
