// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Peers.Tests;
using Appliance.Platform.Gpio;
using Appliance.Platform.Tests.Files;

namespace Appliance.Platform.Tests.Gpio;

/// <summary>Our numbers of the GPIO character device against those of linux/gpio.h on this machine, as its C compiler sees them.</summary>
public sealed class GpioHeaderTests : IDisposable
{
    private static readonly (string C, ulong Ours)[] Numbers =
    [
        ("GPIO_GET_CHIPINFO_IOCTL", GpioWords.GetChipInfo),
        ("GPIO_V2_GET_LINEINFO_IOCTL", GpioWords.GetLineInfo),
        ("GPIO_V2_GET_LINE_IOCTL", GpioWords.GetLine),
        ("GPIO_V2_LINE_SET_CONFIG_IOCTL", GpioWords.SetConfig),
        ("GPIO_V2_LINE_GET_VALUES_IOCTL", GpioWords.GetValues),
        ("GPIO_V2_LINE_SET_VALUES_IOCTL", GpioWords.SetValues),
        ("sizeof(struct gpiochip_info)", GpioWords.ChipInfoSize),
        ("offsetof(struct gpiochip_info, label)", GpioWords.ChipLabel),
        ("offsetof(struct gpiochip_info, lines)", GpioWords.ChipLines),
        ("sizeof(struct gpio_v2_line_info)", GpioWords.LineInfoSize),
        ("offsetof(struct gpio_v2_line_info, name)", 0),
        ("offsetof(struct gpio_v2_line_info, offset)", GpioWords.LineInfoOffset),
        ("sizeof(struct gpio_v2_line_request)", GpioWords.RequestSize),
        ("offsetof(struct gpio_v2_line_request, offsets)", 0),
        ("offsetof(struct gpio_v2_line_request, consumer)", GpioWords.RequestConsumer),
        ("offsetof(struct gpio_v2_line_request, config)", GpioWords.RequestConfig),
        ("offsetof(struct gpio_v2_line_request, num_lines)", GpioWords.RequestCount),
        ("offsetof(struct gpio_v2_line_request, fd)", GpioWords.RequestDescriptor),
        ("sizeof(struct gpio_v2_line_config)", GpioWords.ConfigSize),
        ("sizeof(struct gpio_v2_line_config_attribute)", GpioWords.AttributeSize),
        ("offsetof(struct gpio_v2_line_config, flags)", 0),
        ("offsetof(struct gpio_v2_line_config, num_attrs)", GpioWords.ConfigAttributeCount),
        ("offsetof(struct gpio_v2_line_config, attrs)", GpioWords.ConfigAttributes),
        ("offsetof(struct gpio_v2_line_config_attribute, attr.id)", 0),
        ("offsetof(struct gpio_v2_line_config_attribute, attr.values)", GpioWords.AttributeValue),
        ("offsetof(struct gpio_v2_line_config_attribute, mask)", GpioWords.AttributeMask),
        ("sizeof(struct gpio_v2_line_values)", GpioWords.ValuesSize),
        ("offsetof(struct gpio_v2_line_values, bits)", 0),
        ("offsetof(struct gpio_v2_line_values, mask)", GpioWords.ValuesMask),
        ("sizeof(struct gpio_v2_line_event)", GpioWords.EventSize),
        ("GPIO_MAX_NAME_SIZE", GpioWords.NameSize),
        ("GPIO_V2_LINE_ATTR_ID_FLAGS", GpioWords.LineFlags),
        ("GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES", GpioWords.OutputValues),
        ("GPIO_V2_LINE_FLAG_ACTIVE_LOW", (ulong)GpioFlags.ActiveLow),
        ("GPIO_V2_LINE_FLAG_INPUT", (ulong)GpioFlags.Input),
        ("GPIO_V2_LINE_FLAG_OUTPUT", (ulong)GpioFlags.Output),
        ("GPIO_V2_LINE_FLAG_EDGE_RISING", (ulong)GpioFlags.EdgeRising),
        ("GPIO_V2_LINE_FLAG_EDGE_FALLING", (ulong)GpioFlags.EdgeFalling),
        ("GPIO_V2_LINE_FLAG_OPEN_DRAIN", (ulong)GpioFlags.OpenDrain),
        ("GPIO_V2_LINE_FLAG_BIAS_PULL_UP", (ulong)GpioFlags.BiasPullUp),
        ("GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN", (ulong)GpioFlags.BiasPullDown),
        ("GPIO_V2_LINE_FLAG_BIAS_DISABLED", (ulong)GpioFlags.BiasDisabled),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PeerFact("gcc")]
    public void Numbers_AllOfThem_AreThoseOfTheKernelsHeader()
    {
        var prints = Numbers.Select(number => $"printf(\"%llu\\n\", (unsigned long long)({number.C}));");
        File.WriteAllText(
            _folder.At("a.c"), $"#include <linux/gpio.h>\n#include <stddef.h>\n#include <stdio.h>\nint main(void) {{\n{string.Join('\n', prints)}\n}}\n");
        _ = PeerProcess.Run("gcc", ["-o", _folder.At("a.out"), _folder.At("a.c")], TimeSpan.FromMinutes(1)).MustSucceed();

        var printed = Run();
        Assert.Equal(Numbers.Select(number => (number.C, number.Ours)), Numbers.Zip(printed, (number, header) => (number.C, header)));
    }

    private ulong[] Run()
    {
        var start = new System.Diagnostics.ProcessStartInfo(_folder.At("a.out")) { RedirectStandardOutput = true };
        using var process = System.Diagnostics.Process.Start(start)!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return [.. lines.Select(line => ulong.Parse(line, CultureInfo.InvariantCulture))];
    }
}
