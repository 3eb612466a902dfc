// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.IO.Pipes;
using System.Text;
using Appliance.Platform.Tests.Files;
using Microsoft.Win32.SafeHandles;

namespace Appliance.Platform.Tests.Gpio;

/// <summary>
/// Answers the ioctls of GPIO chips as linux/gpio.h lays them out, with numbers of its own. Chips are empty files; a requested line is the end of
/// a pipe, so that edges arrive as they do from the kernel.
/// </summary>
internal sealed class FakeGpioKernel : IDisposable
{
    private const int Einval = 22;

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, (string Label, string[] Lines)> _chips = [];
    private readonly Dictionary<int, FakeLine> _open = [];

    public string Devices => _folder.Path;

    /// <summary>Every line that was given out, in order.</summary>
    public List<FakeLine> Given { get; } = [];

    /// <summary>What a request for a line is refused with; 0 grants it.</summary>
    public int Refuses { get; set; }

    public void AddChip(int number, string label, params string[] lines)
    {
        var path = _folder.At($"gpiochip{number}");
        File.WriteAllText(path, "");
        _chips[path] = (label, lines);
    }

    public int Control(SafeFileHandle device, uint request, Span<byte> argument) => request switch
    {
        0x8044B401 => ChipInfo(device, argument),
        0xC100B405 => LineInfo(device, argument),
        0xC250B407 => GiveLine(device, argument),
        0xC010B40E => GetValues(_open[(int)device.DangerousGetHandle()], argument),
        0xC010B40F => SetValues(_open[(int)device.DangerousGetHandle()], argument),
        _ => Einval,
    };

    public void Dispose()
    {
        foreach (var line in Given) line.Dispose();
        _folder.Dispose();
    }

    private (string Label, string[] Lines) ChipOf(SafeFileHandle device) =>
        _chips[File.ResolveLinkTarget($"/proc/self/fd/{device.DangerousGetHandle()}", false)!.FullName];

    private int ChipInfo(SafeFileHandle device, Span<byte> info)
    {
        var (label, lines) = ChipOf(device);
        Encoding.ASCII.GetBytes(label, info[32..]);
        BinaryPrimitives.WriteInt32LittleEndian(info[64..], lines.Length);
        return 0;
    }

    private int LineInfo(SafeFileHandle device, Span<byte> info)
    {
        Encoding.ASCII.GetBytes(ChipOf(device).Lines[BinaryPrimitives.ReadInt32LittleEndian(info[64..])], info);
        return 0;
    }

    private int GiveLine(SafeFileHandle device, Span<byte> request)
    {
        if (Refuses != 0) return Refuses;
        if (BinaryPrimitives.ReadInt32LittleEndian(request[560..]) != 1) return Einval;
        var name = ChipOf(device).Lines[BinaryPrimitives.ReadInt32LittleEndian(request)];
        var line = new FakeLine(name, BinaryPrimitives.ReadUInt64LittleEndian(request[288..]));
        if (BinaryPrimitives.ReadInt32LittleEndian(request[296..]) == 1 && BinaryPrimitives.ReadInt32LittleEndian(request[320..]) == 2)
            line.On = (BinaryPrimitives.ReadUInt64LittleEndian(request[328..]) & BinaryPrimitives.ReadUInt64LittleEndian(request[336..])) != 0;
        var descriptor = line.HandOver();
        BinaryPrimitives.WriteInt32LittleEndian(request[588..], descriptor);
        _open[descriptor] = line;
        Given.Add(line);
        return 0;
    }

    private static int GetValues(FakeLine line, Span<byte> values)
    {
        var mask = BinaryPrimitives.ReadUInt64LittleEndian(values[8..]);
        BinaryPrimitives.WriteUInt64LittleEndian(values, line.On ? mask & 1 : 0);
        return 0;
    }

    private static int SetValues(FakeLine line, Span<byte> values)
    {
        if ((line.Flags & 8) == 0) return 1; // EPERM, as the kernel answers for an input
        if ((BinaryPrimitives.ReadUInt64LittleEndian(values[8..]) & 1) != 0) line.On = (values[0] & 1) != 0;
        return 0;
    }
}

/// <summary>One line that was given out.</summary>
internal sealed class FakeLine(string name, ulong flags) : IDisposable
{
    private readonly AnonymousPipeServerStream _edges = new(PipeDirection.Out);

    public string Name => name;

    public ulong Flags => flags;

    public bool On { get; set; }

    /// <summary>The descriptor of the reading end, which belongs to the other side from now on.</summary>
    public int HandOver()
    {
        var descriptor = (int)_edges.ClientSafePipeHandle.DangerousGetHandle();
        _edges.ClientSafePipeHandle.SetHandleAsInvalid();
        return descriptor;
    }

    /// <summary>The level changes, and the kernel tells so.</summary>
    public void Edge(bool on)
    {
        On = on;
        var told = new byte[48];
        BinaryPrimitives.WriteInt32LittleEndian(told.AsSpan(8), on ? 1 : 2);
        _edges.Write(told);
    }

    /// <summary>Whether edges find no reader any more.</summary>
    public bool IsReleased()
    {
        try
        {
            _edges.Write(new byte[48]);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => _edges.Dispose();
}
