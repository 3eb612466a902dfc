// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Ports.Gpio;
using Microsoft.Win32.SafeHandles;

namespace Appliance.Platform.Gpio;

/// <summary>
/// Several lines of one chip in one request: read, switched and turned together. Line n of the request is bit n of every word. They are ours until
/// this is disposed; other programs find them busy.
/// </summary>
internal sealed class GpioCharacterLines : IDisposable
{
    private readonly SafeFileHandle _lines;
    private readonly GpioControl _control;
    private readonly string _name;

    private GpioCharacterLines(SafeFileHandle lines, GpioControl control, string name) => (_lines, _control, _name) = (lines, control, name);

    /// <summary>Takes lines as inputs.</summary>
    /// <param name="chip">Path of the chip's device.</param>
    /// <param name="offsets">The lines.</param>
    /// <param name="pulledUp">Those with a pull-up; the others keep the pull they have.</param>
    /// <param name="control">How the kernel is asked.</param>
    /// <exception cref="GpioException">One of them cannot be had.</exception>
    public static GpioCharacterLines Open(string chip, IReadOnlyList<int> offsets, ulong pulledUp, GpioControl control)
    {
        var request = GpioWords.Request(offsets, "appliance", Config(0, 0, pulledUp));
        using (var device = new SafeFileHandle(GpioFaults.Descriptor(GpioNative.Open(chip), chip), ownsHandle: true))
        {
            GpioFaults.Check(control(device, GpioWords.GetLine, request), $"One of the lines {string.Join(", ", offsets)} of {chip}");
        }

        return new GpioCharacterLines(
            new SafeFileHandle(GpioWords.Number(request, GpioWords.RequestDescriptor), ownsHandle: true), control, $"Lines of {chip}");
    }

    /// <summary>Says anew which lines are outputs, with which levels; all others are inputs.</summary>
    public void Turn(ulong outputs, ulong levels, ulong pulledUp) => Ask(GpioWords.SetConfig, Config(outputs, levels, pulledUp));

    /// <summary>Switches outputs.</summary>
    public void Write(ulong lines, ulong levels) => Values(GpioWords.SetValues, lines, levels);

    /// <summary>Reads lines.</summary>
    public ulong Read(ulong lines) => Values(GpioWords.GetValues, lines, 0);

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    private static byte[] Config(ulong outputs, ulong levels, ulong pulledUp)
    {
        var config = new byte[GpioWords.ConfigSize];
        BinaryPrimitives.WriteUInt64LittleEndian(config, (ulong)GpioFlags.Input);
        var attributes = 0;
        if ((pulledUp & ~outputs) != 0) Add(GpioWords.LineFlags, (ulong)(GpioFlags.Input | GpioFlags.BiasPullUp), pulledUp & ~outputs);
        if (outputs != 0)
        {
            Add(GpioWords.LineFlags, (ulong)GpioFlags.Output, outputs);
            Add(GpioWords.OutputValues, levels, outputs);
        }

        GpioWords.Put(config, GpioWords.ConfigAttributeCount, (uint)attributes);
        return config;

        void Add(uint id, ulong value, ulong lines)
        {
            var at = config.AsSpan(GpioWords.ConfigAttributes + (attributes++ * GpioWords.AttributeSize));
            GpioWords.Put(at, 0, id);
            BinaryPrimitives.WriteUInt64LittleEndian(at[GpioWords.AttributeValue..], value);
            BinaryPrimitives.WriteUInt64LittleEndian(at[GpioWords.AttributeMask..], lines);
        }
    }

    private ulong Values(uint request, ulong lines, ulong levels)
    {
        Span<byte> values = stackalloc byte[GpioWords.ValuesSize];
        BinaryPrimitives.WriteUInt64LittleEndian(values, levels);
        BinaryPrimitives.WriteUInt64LittleEndian(values[GpioWords.ValuesMask..], lines);
        Ask(request, values);
        return BinaryPrimitives.ReadUInt64LittleEndian(values);
    }

    private void Ask(uint request, Span<byte> argument) => GpioFaults.Check(_control(_lines, request, argument), _name);
}
