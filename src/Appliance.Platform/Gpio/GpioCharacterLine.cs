// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Ports.Gpio;
using Microsoft.Win32.SafeHandles;

namespace Appliance.Platform.Gpio;

/// <summary>One requested line. Where edges were asked for, a thread of its own reads them.</summary>
internal sealed class GpioCharacterLine : IGpioLine
{
    private const int EventsAtOnce = 16; // the kernel's queue of one line, GPIO_V2_GET_LINE_IOCTL's default

    private readonly SafeFileHandle _line;
    private readonly GpioControl _control;
    private readonly bool _isOutput;
    private readonly SafeFileHandle? _stop;
    private readonly Thread? _thread;
    private bool _disposed;

    public GpioCharacterLine(GpioLineName name, SafeFileHandle line, GpioControl control, bool isOutput, bool edges)
    {
        (Name, _line, _control, _isOutput) = (name, line, control, isOutput);
        if (!edges) return;
        try
        {
            _stop = new SafeFileHandle(GpioFaults.Descriptor(GpioNative.CreateSignal(), name.ToString()), ownsHandle: true);
        }
        catch
        {
            line.Dispose();
            throw;
        }

        _thread = new Thread(Listen) { IsBackground = true, Name = $"gpio {name.Line}" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public GpioLineName Name { get; }

    /// <inheritdoc/>
    public bool Read()
    {
        Span<byte> values = stackalloc byte[GpioWords.ValuesSize];
        BinaryPrimitives.WriteUInt64LittleEndian(values[GpioWords.ValuesMask..], 1);
        Ask(GpioWords.GetValues, values);
        return (values[0] & 1) != 0;
    }

    /// <inheritdoc/>
    public void Write(bool on)
    {
        if (!_isOutput) throw new GpioException(GpioFault.Failed, $"{Name} cannot be switched: it is an input.");
        Span<byte> values = stackalloc byte[GpioWords.ValuesSize];
        values[0] = on ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt64LittleEndian(values[GpioWords.ValuesMask..], 1);
        Ask(GpioWords.SetValues, values);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        if (_stop is not null) GpioNative.Signal(_stop);
        _thread?.Join();
        _stop?.Dispose();
        _line.Dispose();
    }

    private void Ask(uint request, Span<byte> values)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        GpioFaults.Check(_control(_line, request, values), Name.ToString());
    }

    /// <summary>Ends when the line is disposed, or when its chip goes away; then the last call makes readers look once more.</summary>
    private void Listen()
    {
        var events = new byte[EventsAtOnce * GpioWords.EventSize];
        var told = true;
        while (told && GpioNative.WaitFor(_line, _stop!))
        {
            told = GpioNative.Read(_line, events) >= GpioWords.EventSize;
            Changed?.Invoke();
        }
    }
}
