// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Ports.Gpio;
using Microsoft.Win32.SafeHandles;

namespace Appliance.Platform.Gpio;

/// <summary>Asks the kernel by ioctl; returns 0 or an errno.</summary>
internal delegate int GpioControl(SafeFileHandle device, uint request, Span<byte> argument);

/// <summary>GPIO lines through the kernel's character device, version 2 (Linux 5.10 and later). Needs no library.</summary>
public sealed class GpioCharacterDevice : IGpio
{
    private const string Prefix = "gpiochip";
    private const string Consumer = "appliance";

    private readonly string _devices;
    private readonly GpioControl _control;

    /// <summary>The GPIO lines of this machine.</summary>
    public GpioCharacterDevice()
        : this("/dev", GpioNative.Control)
    {
    }

    internal GpioCharacterDevice(string devices, GpioControl control)
    {
        (_devices, _control) = (devices, control);
    }

    /// <inheritdoc/>
    public IReadOnlyList<GpioChip> Chips() => [.. Numbers().Select(Look)];

    /// <inheritdoc/>
    public IGpioLine OpenInput(GpioLineName name, GpioInput input) => Open(name, GpioWords.Flags(input), null, input.Edges);

    /// <inheritdoc/>
    public IGpioLine OpenOutput(GpioLineName name, GpioOutput output) => Open(name, GpioWords.Flags(output), output.On, false);

    private GpioCharacterLine Open(GpioLineName name, ulong flags, bool? first, bool edges)
    {
        var place = GpioPlace.Find(Chips(), name);
        var request = GpioWords.Request(place.Offset, Consumer, flags, first);
        using (var chip = OpenChip(place.Chip))
        {
            GpioFaults.Check(_control(chip, GpioWords.GetLine, request), name.ToString());
        }

        var line = new SafeFileHandle(GpioWords.Number(request, GpioWords.RequestDescriptor), ownsHandle: true);
        return new GpioCharacterLine(name, line, _control, isOutput: first is not null, edges);
    }

    private GpioChip Look(int number)
    {
        using var chip = OpenChip(number);
        Span<byte> info = stackalloc byte[GpioWords.ChipInfoSize];
        GpioFaults.Check(_control(chip, GpioWords.GetChipInfo, info), Prefix + number);
        var lines = new string[GpioWords.Number(info, GpioWords.ChipLines)];
        for (var offset = 0; offset < lines.Length; offset++) lines[offset] = LineName(chip, number, offset);
        return new GpioChip(number, GpioWords.Name(info[GpioWords.ChipLabel..]), lines);
    }

    private string LineName(SafeFileHandle chip, int number, int offset)
    {
        Span<byte> info = stackalloc byte[GpioWords.LineInfoSize];
        GpioWords.Put(info, GpioWords.LineInfoOffset, (uint)offset);
        GpioFaults.Check(_control(chip, GpioWords.GetLineInfo, info), Prefix + number);
        return GpioWords.Name(info);
    }

    private SafeFileHandle OpenChip(int number)
    {
        var path = Path.Combine(_devices, Prefix + number.ToString(CultureInfo.InvariantCulture));
        return new SafeFileHandle(GpioFaults.Descriptor(GpioNative.Open(path), path), ownsHandle: true);
    }

    private IEnumerable<int> Numbers()
    {
        if (!Directory.Exists(_devices)) return [];
        return Directory.EnumerateFiles(_devices, Prefix + "*").Select(path => Path.GetFileName(path)[Prefix.Length..])
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .Where(number => number >= 0).Order();
    }
}
