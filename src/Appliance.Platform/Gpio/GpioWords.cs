// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Text;
using Appliance.Ports.Gpio;

namespace Appliance.Platform.Gpio;

/// <summary>
/// The structures of the GPIO character device, version 2 (linux/gpio.h of Linux 5.10 and later; the same on x86-64 and arm64, both little
/// endian). A test compares every number here with the header of the machine it runs on.
/// </summary>
internal static class GpioWords
{
    public const uint GetChipInfo = 0x8044_B401; // GPIO_GET_CHIPINFO_IOCTL
    public const uint GetLineInfo = 0xC100_B405; // GPIO_V2_GET_LINEINFO_IOCTL
    public const uint GetLine = 0xC250_B407; // GPIO_V2_GET_LINE_IOCTL
    public const uint SetConfig = 0xC110_B40D; // GPIO_V2_LINE_SET_CONFIG_IOCTL
    public const uint GetValues = 0xC010_B40E; // GPIO_V2_LINE_GET_VALUES_IOCTL
    public const uint SetValues = 0xC010_B40F; // GPIO_V2_LINE_SET_VALUES_IOCTL

    public const int ChipInfoSize = 68; // struct gpiochip_info
    public const int ChipLabel = 32;
    public const int ChipLines = 64;
    public const int LineInfoSize = 256; // struct gpio_v2_line_info
    public const int LineInfoOffset = 64;
    public const int RequestSize = 592; // struct gpio_v2_line_request
    public const int RequestConsumer = 256;
    public const int RequestConfig = 288;
    public const int RequestCount = 560;
    public const int RequestDescriptor = 588;
    public const int ConfigSize = 272; // struct gpio_v2_line_config
    public const int ConfigAttributeCount = 8;
    public const int ConfigAttributes = 32;
    public const int AttributeSize = 24; // struct gpio_v2_line_config_attribute
    public const int AttributeValue = 8;
    public const int AttributeMask = 16;
    public const int ValuesSize = 16; // struct gpio_v2_line_values
    public const int ValuesMask = 8;
    public const int EventSize = 48; // struct gpio_v2_line_event
    public const int NameSize = 32; // GPIO_MAX_NAME_SIZE, with the zero at its end

    public const uint LineFlags = 1; // GPIO_V2_LINE_ATTR_ID_FLAGS
    public const uint OutputValues = 2; // GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES

    public static string Name(ReadOnlySpan<byte> field)
    {
        field = field[..NameSize];
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    public static ulong Flags(GpioInput input) =>
        (ulong)(GpioFlags.Input | Low(input.ActiveLow) | Pull(input.Bias) | (input.Edges ? GpioFlags.EdgeRising | GpioFlags.EdgeFalling : 0));

    public static ulong Flags(GpioOutput output) =>
        (ulong)(GpioFlags.Output | Low(output.ActiveLow) | Pull(output.Bias) | (output.OpenDrain ? GpioFlags.OpenDrain : 0));

    /// <summary>A request for one line; its first value, where it is an output, is the first attribute.</summary>
    public static byte[] Request(int offset, string consumer, ulong flags, bool? first)
    {
        var request = new byte[RequestSize];
        Put(request, 0, (uint)offset);
        Encoding.ASCII.GetBytes(consumer.AsSpan(0, Math.Min(consumer.Length, NameSize - 1)), request.AsSpan(RequestConsumer));
        Put(request, RequestCount, 1u);
        var config = request.AsSpan(RequestConfig);
        BinaryPrimitives.WriteUInt64LittleEndian(config, flags);
        if (first is not { } on) return request;
        Put(config, ConfigAttributeCount, 1u);
        var attribute = config[ConfigAttributes..];
        Put(attribute, 0, OutputValues);
        BinaryPrimitives.WriteUInt64LittleEndian(attribute[AttributeValue..], on ? 1UL : 0);
        BinaryPrimitives.WriteUInt64LittleEndian(attribute[AttributeMask..], 1UL);
        return request;
    }

    /// <summary>A request for several lines, with their configuration laid out.</summary>
    public static byte[] Request(IReadOnlyList<int> offsets, string consumer, ReadOnlySpan<byte> config)
    {
        var request = new byte[RequestSize];
        for (var line = 0; line < offsets.Count; line++) Put(request, line * sizeof(uint), (uint)offsets[line]);
        Encoding.ASCII.GetBytes(consumer.AsSpan(0, Math.Min(consumer.Length, NameSize - 1)), request.AsSpan(RequestConsumer));
        config.CopyTo(request.AsSpan(RequestConfig));
        Put(request, RequestCount, (uint)offsets.Count);
        return request;
    }

    public static void Put(Span<byte> at, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(at[offset..], value);

    public static int Number(ReadOnlySpan<byte> at, int offset) => BinaryPrimitives.ReadInt32LittleEndian(at[offset..]);

    private static GpioFlags Low(bool activeLow) => activeLow ? GpioFlags.ActiveLow : 0;

    private static GpioFlags Pull(GpioBias bias) => bias switch
    {
        GpioBias.PullUp => GpioFlags.BiasPullUp,
        GpioBias.PullDown => GpioFlags.BiasPullDown,
        GpioBias.Off => GpioFlags.BiasDisabled,
        _ => 0,
    };
}

/// <summary><c>enum gpio_v2_line_flag</c>, linux/gpio.h.</summary>
[Flags]
internal enum GpioFlags : ulong
{
    ActiveLow = 1 << 1,
    Input = 1 << 2,
    Output = 1 << 3,
    EdgeRising = 1 << 4,
    EdgeFalling = 1 << 5,
    OpenDrain = 1 << 6,
    BiasPullUp = 1 << 8,
    BiasPullDown = 1 << 9,
    BiasDisabled = 1 << 10,
}
