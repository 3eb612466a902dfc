// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.IO.Pipes;
using System.Text;
using Appliance.Platform.Tests.Files;
using Microsoft.Win32.SafeHandles;

namespace Appliance.Platform.Tests.Wires;

/// <summary>
/// One GPIO chip whose lines are requested together, as linux/gpio.h lays its structures out and gpiolib-cdev treats them: an input is not switched, outputs
/// take their values when they become outputs, a request frees its lines when its descriptor is closed.
/// </summary>
internal sealed class FakePinKernel : IDisposable
{
    private const int Eperm = 1, Ebusy = 16, Einval = 22;
    private const ulong Input = 4, Output = 8, PullUp = 0x100;

    private readonly TemporaryFolder _root = new();
    private readonly string _label;
    private readonly string[] _names;
    private readonly AnonymousPipeServerStream _held = new(PipeDirection.Out);
    private int[] _offsets = [];
    private uint _outputs;
    private uint _latch;

    public FakePinKernel(string label, params string[] names)
    {
        (_label, _names) = (label, names);
        Directory.CreateDirectory(_root.At("dev"));
        File.WriteAllText(_root.At("dev/gpiochip3"), "");
    }

    public string Root => _root.Path;

    public PinWorld? World { get; set; }

    public uint PulledUp { get; private set; }

    public uint Outputs => _outputs;

    /// <summary>Somebody else has the lines.</summary>
    public bool Busy { get; set; }

    public bool IsFree => IsBroken();

    public int Control(SafeFileHandle device, uint request, Span<byte> argument) => request switch
    {
        0x8044B401 => Info(argument),
        0xC100B405 => Line(argument),
        0xC250B407 => Request(argument),
        0xC110B40D => Configure(argument),
        0xC010B40E => Get(argument),
        0xC010B40F => Set(argument),
        _ => Einval,
    };

    public void Dispose()
    {
        _held.Dispose();
        _root.Dispose();
    }

    private int Info(Span<byte> info)
    {
        Encoding.ASCII.GetBytes(_label, info[32..]);
        BinaryPrimitives.WriteInt32LittleEndian(info[64..], _names.Length);
        return 0;
    }

    private int Line(Span<byte> info)
    {
        Encoding.ASCII.GetBytes(_names[BinaryPrimitives.ReadInt32LittleEndian(info[64..])], info);
        return 0;
    }

    private int Request(Span<byte> request)
    {
        if (Busy) return Ebusy;
        _offsets = new int[BinaryPrimitives.ReadInt32LittleEndian(request[560..])];
        for (var line = 0; line < _offsets.Length; line++) _offsets[line] = BinaryPrimitives.ReadInt32LittleEndian(request[(4 * line)..]);
        var refused = Configure(request.Slice(288, 272));
        if (refused != 0) return refused;
        BinaryPrimitives.WriteInt32LittleEndian(request[588..], (int)_held.ClientSafePipeHandle.DangerousGetHandle());
        _held.ClientSafePipeHandle.SetHandleAsInvalid();
        return 0;
    }

    private int Configure(Span<byte> config)
    {
        uint outputs = 0, pulled = 0;
        var latch = _latch;
        for (var line = 0; line < _offsets.Length; line++)
        {
            var flags = Attribute(config, 1, line) ?? BinaryPrimitives.ReadUInt64LittleEndian(config);
            if ((flags & (Input | Output)) is not (Input or Output)) return Einval;
            var pin = 1u << _offsets[line];
            if ((flags & PullUp) != 0) pulled |= pin;
            if ((flags & Output) == 0) continue;
            outputs |= pin;
            latch = ((Attribute(config, 2, line) ?? 0) >> line & 1) != 0 ? latch | pin : latch & ~pin;
        }

        (_outputs, _latch, PulledUp) = (outputs, latch, pulled);
        World?.Apply(_outputs, _latch);
        return 0;
    }

    private static ulong? Attribute(Span<byte> config, uint id, int line)
    {
        for (var i = 0; i < BinaryPrimitives.ReadInt32LittleEndian(config[8..]); i++)
        {
            var at = config[(32 + (24 * i))..];
            var mine = (BinaryPrimitives.ReadUInt64LittleEndian(at[16..]) >> line & 1) != 0;
            if (mine && BinaryPrimitives.ReadUInt32LittleEndian(at) == id) return BinaryPrimitives.ReadUInt64LittleEndian(at[8..]);
        }

        return null;
    }

    private int Get(Span<byte> values)
    {
        var mask = BinaryPrimitives.ReadUInt64LittleEndian(values[8..]);
        if (mask == 0) return Einval;
        var levels = World?.Levels(_outputs, _latch) ?? _outputs & _latch;
        ulong bits = 0;
        for (var line = 0; line < _offsets.Length; line++)
        {
            if ((mask >> line & 1) != 0 && (levels >> _offsets[line] & 1) != 0) bits |= 1ul << line;
        }

        BinaryPrimitives.WriteUInt64LittleEndian(values, bits);
        return 0;
    }

    private int Set(Span<byte> values)
    {
        var (bits, mask) = (BinaryPrimitives.ReadUInt64LittleEndian(values), BinaryPrimitives.ReadUInt64LittleEndian(values[8..]));
        if (mask == 0) return Einval;
        for (var line = 0; line < _offsets.Length; line++)
        {
            if ((mask >> line & 1) == 0) continue;
            var pin = 1u << _offsets[line];
            if ((_outputs & pin) == 0) return Eperm;
            _latch = (bits >> line & 1) != 0 ? _latch | pin : _latch & ~pin;
        }

        World?.Apply(_outputs, _latch);
        return 0;
    }

    private bool IsBroken()
    {
        try
        {
            _held.WriteByte(0);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
