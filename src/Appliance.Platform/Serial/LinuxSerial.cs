// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Serial;
using Microsoft.Win32.SafeHandles;

namespace Appliance.Platform.Serial;

/// <summary>Serial lines through the kernel's terminals; no library.</summary>
/// <param name="time">The clock of limits.</param>
public sealed class LinuxSerial(TimeProvider time) : ISerialPorts
{
    private readonly SerialPortList _ports = new("/sys/class/tty", "/dev");

    /// <inheritdoc/>
    public IReadOnlyList<SerialPort> List() => _ports.List();

    /// <inheritdoc/>
    public ISerialLine Open(string device, SerialFormat format)
    {
        var file = new SafeFileHandle(SerialFaults.Check(SerialNative.Open(device), device), ownsHandle: true);
        try
        {
            SerialFaults.Check(SerialNative.Control(file, SerialNative.Exclusive, 0), device);
            return new LinuxSerialLine(device, file, time, format);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}

/// <summary>One open line.</summary>
internal sealed class LinuxSerialLine : ISerialLine
{
    private readonly SafeFileHandle _file;
    private readonly TimeProvider _time;

    public LinuxSerialLine(string name, SafeFileHandle file, TimeProvider time, SerialFormat format)
    {
        (Name, _file, _time, Format) = (name, file, time, format);
        Set(SerialNative.SetSettingsNow, format);
        Discard();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public SerialFormat Format { get; private set; }

    /// <inheritdoc/>
    public void Change(SerialFormat format)
    {
        Set(SerialNative.SetSettingsWhenSent, format);
        Format = format;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, TimeSpan limit)
    {
        var begun = _time.GetTimestamp();
        while (bytes.Length > 0)
        {
            var written = SerialNative.Write(_file, bytes);
            if (written > 0) bytes = bytes[written..];
            else if (!SerialFaults.IsNotYet(written)) throw SerialFaults.From(-written, Name);
            else if (Wait(SerialNative.Writable, limit - _time.GetElapsedTime(begun)) == 0 && _time.GetElapsedTime(begun) >= limit)
                throw new SerialException(SerialFault.Timeout, $"The serial line {Name} took nothing more for {limit.TotalSeconds:0.###} s.");
        }
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, TimeSpan limit)
    {
        var begun = _time.GetTimestamp();
        while (true)
        {
            var left = limit - _time.GetElapsedTime(begun);
            var happened = Wait(SerialNative.Readable, left);
            if ((happened & SerialNative.Readable) != 0)
            {
                var count = SerialNative.Read(_file, buffer);
                if (count > 0) return count;
                if (!SerialFaults.IsNotYet(count)) throw SerialFaults.Gone(Name);
            }
            else if ((happened & SerialNative.Broken) != 0)
            {
                throw SerialFaults.Gone(Name);
            }
            else if (_time.GetElapsedTime(begun) >= limit)
            {
                return 0;
            }
        }
    }

    /// <inheritdoc/>
    public void Discard() => SerialFaults.Check(SerialNative.Control(_file, SerialNative.Flush, SerialNative.FlushInput), Name);

    /// <inheritdoc/>
    public void SetOutputs(bool dtr, bool rts)
    {
        var on = (dtr ? SerialNative.Dtr : 0) | (rts ? SerialNative.Rts : 0);
        SerialFaults.Check(SerialNative.ControlModem(_file, SerialNative.SetModemBits, on), Name);
        SerialFaults.Check(SerialNative.ControlModem(_file, SerialNative.ClearModemBits, (SerialNative.Dtr | SerialNative.Rts) & ~on), Name);
    }

    /// <inheritdoc/>
    public void SetBreak(bool on) => SerialFaults.Check(SerialNative.Control(_file, on ? SerialNative.BreakOn : SerialNative.BreakOff, 0), Name);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private int Wait(short events, TimeSpan left) =>
        SerialFaults.Check(SerialNative.Wait(_file, events, (int)Math.Ceiling(Math.Clamp(left.TotalMilliseconds, 0, int.MaxValue))), Name);

    private void Set(uint request, SerialFormat format)
    {
        SerialFaults.Check(SerialNative.Control(_file, request, SerialWords.Raw(format)), Name);
        var now = new byte[SerialWords.Size];
        SerialFaults.Check(SerialNative.Control(_file, SerialNative.GetSettings, now), Name);
        if (!SerialWords.Took(now, format)) throw new SerialException(SerialFault.Unsupported, $"The serial line {Name} cannot do {format.Baud} baud.");
    }
}
