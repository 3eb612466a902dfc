// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Text;
using Appliance.Ports.Usb;

namespace Appliance.Flashing.BootLoaders.Dfu;

/// <summary>What a DfuSe device says of itself.</summary>
/// <param name="Version">bcdDevice: for ST's, the version of the boot loader.</param>
/// <param name="Interface">bInterfaceNumber.</param>
/// <param name="TransferSize">wTransferSize of the functional descriptor: bytes of a block.</param>
/// <param name="Memories">Memories by alternate setting.</param>
internal sealed record DfuDescriptors(ushort Version, byte Interface, int TransferSize, IReadOnlyDictionary<byte, DfuSeLayout> Memories)
{
    private const byte GetDescriptor = 6; // USB 2.0, table 9-4
    private const byte FromDevice = 0x80;
    private const byte Device = 1, Configuration = 2, Text = 3, InterfaceType = 4; // USB 2.0, table 9-5
    private const byte Functional = 0x21; // DFU 1.1, section 4.1.3
    private const byte ApplicationClass = 0xFE, DfuSubclass = 1, DfuProtocol = 2; // DFU 1.1, section 4.2.3
    private const ushort DfuSe = 0x011A; // AN3156: bcdDFUVersion of DfuSe
    private const ushort English = 0x0409;
    private const int MostBytes = 4096;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>Asks the device.</summary>
    /// <returns>Null where it is none that speaks DfuSe.</returns>
    /// <exception cref="UsbException">It does not tell.</exception>
    public static DfuDescriptors? Read(IUsbLink link)
    {
        var device = new byte[18];
        if (link.Control(Ask(Device, 0), device, Limit) != device.Length) return null;
        var head = new byte[9];
        if (link.Control(Ask(Configuration, 0), head, Limit) != head.Length) return null;
        var all = new byte[Math.Clamp((int)BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(2)), head.Length, MostBytes)];
        var length = link.Control(Ask(Configuration, 0), all, Limit);
        return Parse(all.AsSpan(0, length), BinaryPrimitives.ReadUInt16LittleEndian(device.AsSpan(12)), index => NameOf(link, index));
    }

    /// <summary>The same from the bytes of a configuration.</summary>
    internal static DfuDescriptors? Parse(ReadOnlySpan<byte> all, ushort version, Func<byte, string?> name)
    {
        (byte? number, int size, ushort dfu) = (null, 0, 0);
        var memories = new Dictionary<byte, DfuSeLayout>();
        while (all.Length >= 2 && all[0] >= 2 && all[0] <= all.Length)
        {
            var one = all[..all[0]];
            if (one[1] == InterfaceType && one.Length >= 9 && one[5] == ApplicationClass && one[6] == DfuSubclass && one[7] == DfuProtocol)
            {
                number ??= one[2];
                if (number == one[2] && name(one[8]) is { } text && DfuSeLayout.Parse(text) is { } memory) memories[one[3]] = memory;
            }
            else if (one[1] == Functional && one.Length >= 9)
            {
                (size, dfu) = (BinaryPrimitives.ReadUInt16LittleEndian(one[5..]), BinaryPrimitives.ReadUInt16LittleEndian(one[7..]));
            }

            all = all[one.Length..];
        }

        return number is null || dfu != DfuSe || size < 4 || memories.Count == 0 ? null : new DfuDescriptors(version, number.Value, size, memories);
    }

    private static string? NameOf(IUsbLink link, byte index)
    {
        if (index == 0) return null;
        var text = new byte[255];
        var length = link.Control(Ask(Text, index) with { Index = English }, text, Limit);
        return length >= 2 && text[0] >= 2 ? Encoding.Unicode.GetString(text.AsSpan(2..Math.Min(length, (int)text[0]))) : null;
    }

    private static UsbSetup Ask(byte descriptor, byte index) => new(FromDevice, GetDescriptor, (ushort)((descriptor << 8) | index), 0);
}
