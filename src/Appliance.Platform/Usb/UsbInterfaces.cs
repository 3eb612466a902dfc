// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Text;
using Appliance.Ports.Usb;

namespace Appliance.Platform.Usb;

/// <summary>Reads what interfaces a device has, by standard requests. A descriptor that makes no sense is skipped or ends the list; it never throws anything but <see cref="UsbException"/>.</summary>
public static class UsbInterfaces
{
    private const byte GetDescriptor = 6; // USB 2.0 table 9-4
    private const byte FromDevice = 0x80;
    private const byte Configuration = 2, Text = 3, Interface = 4, Endpoint = 5; // USB 2.0 table 9-5
    private const ushort English = 0x0409;
    private const int HeadBytes = 9;
    private const int MostBytes = 4096;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>The interfaces of the first configuration.</summary>
    /// <exception cref="UsbException">The device does not tell.</exception>
    public static IReadOnlyList<UsbInterface> Of(IUsbLink link)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        if (link.Control(Ask(Configuration, 0), head, Limit) < HeadBytes) throw Nonsense("is shorter than its head");
        int total = Math.Min((int)BinaryPrimitives.ReadUInt16LittleEndian(head[2..]), MostBytes);
        if (total < HeadBytes) throw Nonsense($"says it has {total} bytes");
        var all = new byte[total];
        int length = link.Control(Ask(Configuration, 0), all, Limit);
        return [.. Read(all.AsSpan(0, length)).Select(found => new UsbInterface(found.Number, found.Class, NameOf(link, found.Name), found.Pipes))];
    }

    /// <summary>Interfaces in the bytes of a configuration, with the index of their string.</summary>
    internal static IReadOnlyList<(byte Number, byte Class, byte Name, List<UsbPipeEnd> Pipes)> Read(ReadOnlySpan<byte> all)
    {
        var found = new List<(byte Number, byte Class, byte Name, List<UsbPipeEnd> Pipes)>();
        List<UsbPipeEnd>? pipes = null;
        while (all.Length >= 2 && all[0] >= 2 && all[0] <= all.Length)
        {
            var one = all[..all[0]];
            if (one[1] == Interface && one.Length >= 9)
            {
                pipes = one[3] == 0 ? [] : null;
                if (pipes is not null) found.Add((one[2], one[5], one[8], pipes));
            }
            else if (one[1] == Endpoint && one.Length >= 7 && Kind(one[3]) is { } kind)
            {
                int bytes = BinaryPrimitives.ReadUInt16LittleEndian(one[4..]) & 0x7FF;
                if (bytes > 0) pipes?.Add(new UsbPipeEnd(new UsbEndpoint(one[2], kind), bytes));
            }

            all = all[one.Length..];
        }

        return found;
    }

    private static UsbTransfer? Kind(byte attributes) => (attributes & 3) switch
    {
        2 => UsbTransfer.Bulk,
        3 => UsbTransfer.Interrupt,
        _ => null,
    };

    /// <summary>A string; null for none and for one the device does not give: some clones stall here.</summary>
    private static string? NameOf(IUsbLink link, byte index)
    {
        if (index == 0) return null;
        Span<byte> text = stackalloc byte[255];
        try
        {
            int length = link.Control(Ask(Text, index) with { Index = English }, text, Limit);
            return length >= 2 && text[0] >= 2 ? Encoding.Unicode.GetString(text[2..Math.Min(length, text[0])]) : null;
        }
        catch (UsbException silent) when (silent.Fault is UsbFault.Stall or UsbFault.Timeout)
        {
            return null;
        }
    }

    private static UsbSetup Ask(byte descriptor, byte index) => new(FromDevice, GetDescriptor, (ushort)((descriptor << 8) | index), 0);

    private static UsbException Nonsense(string what) => new(UsbFault.Failed, $"USB: the configuration descriptor {what}.");
}
