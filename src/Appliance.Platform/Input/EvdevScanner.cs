// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Appliance.Platform.Gpio;
using Appliance.Ports.Input;
using Microsoft.Win32.SafeHandles;

namespace Appliance.Platform.Input;

/// <summary>
/// A barcode scanner that is a USB keyboard, through the kernel's event device. It is grabbed, so that what it types goes nowhere else. One that is
/// unplugged is looked for until it comes back.
/// </summary>
public sealed class EvdevScanner : IScanner
{
    /// <summary>EVIOCGRAB of linux/input.h: _IOW('E', 0x90, int).</summary>
    internal const uint Grab = 0x40044590;

    private const int EventsAtOnce = 64;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly EvdevDevices _devices;
    private readonly string _wanted;
    private readonly Func<SafeFileHandle, int> _grab;
    private readonly SafeFileHandle _stop;
    private readonly ITimer _timer;
    private Thread? _thread;
    private string? _trouble;
    private bool _disposed;

    /// <summary>Looks for a scanner of this machine.</summary>
    /// <param name="wanted">Its path in <c>/dev/input/by-id</c>, or its name.</param>
    /// <param name="time">Appliance time.</param>
    public EvdevScanner(string wanted, TimeProvider time)
        : this(wanted, time, new EvdevDevices("/sys/class/input", "/dev/input"), GrabDevice)
    {
    }

    internal EvdevScanner(string wanted, TimeProvider time, EvdevDevices devices, Func<SafeFileHandle, int> grab)
    {
        (_wanted, _devices, _grab) = (wanted, devices, grab);
        _stop = new SafeFileHandle(GpioFaults.Descriptor(GpioNative.CreateSignal(), wanted), ownsHandle: true);
        Look();
        _timer = time.CreateTimer(_ => Look(), null, LookAgain, LookAgain);
    }

    /// <inheritdoc/>
    public event Action<string>? Scanned;

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public string? Trouble
    {
        get
        {
            lock (_lock) return _trouble;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Thread? thread;
        lock (_lock)
        {
            if (_disposed) return;
            _disposed = true;
            thread = _thread;
        }

        _timer.Dispose();
        GpioNative.Signal(_stop);
        thread?.Join();
        _stop.Dispose();
    }

    private static int GrabDevice(SafeFileHandle device)
    {
        Span<byte> on = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(on, 1);

        // The kernel takes the argument itself for the switch (evdev.c: EVIOCGRAB, "if (p)"), and a pointer is not 0.
        return GpioNative.Control(device, Grab, on);
    }

    private void Look()
    {
        string? before, after;
        lock (_lock)
        {
            if (_disposed || _thread is not null) return;
            before = _trouble;
            after = _trouble = Open();
        }

        if (before != after) Changed?.Invoke();
    }

    /// <summary>Why it cannot be used; null when it is read now.</summary>
    private string? Open()
    {
        if (_devices.Find(_wanted, out var trouble) is not { } path) return trouble;
        SafeFileHandle device;
        try
        {
            device = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The barcode scanner {path} cannot be opened: {e.Message} The service's user must be in the group 'input'.";
        }

        if (_grab(device) is not 0 and var errno)
        {
            device.Dispose();
            return $"Another program has the barcode scanner {path}: {Marshal.GetPInvokeErrorMessage(errno)}.";
        }

        _thread = new Thread(() => Listen(device)) { IsBackground = true, Name = "scanner" };
        _thread.Start();
        return null;
    }

    private void Listen(SafeFileHandle device)
    {
        var keys = new EvdevKeys();
        var events = new byte[EventsAtOnce * EvdevKeys.EventSize];
        using (device)
        {
            while (GpioNative.WaitFor(device, _stop))
            {
                var read = GpioNative.Read(device, events);
                if (read < EvdevKeys.EventSize) break;
                foreach (var line in keys.Take(events.AsSpan(0, read))) Scanned?.Invoke(line);
            }
        }

        lock (_lock)
        {
            _thread = null;
            _trouble = _disposed ? _trouble : "The barcode scanner was unplugged.";
        }

        Changed?.Invoke();
    }
}
