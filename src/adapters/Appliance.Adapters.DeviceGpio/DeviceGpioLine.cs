// SPDX-License-Identifier: Apache-2.0
using System.Device.Gpio;
using Appliance.Ports.Gpio;

namespace Appliance.Adapters.DeviceGpio;

/// <summary>One open pin. The library knows no active-low; it is turned round here.</summary>
internal sealed class DeviceGpioLine : IGpioLine
{
    private readonly GpioController _controller;
    private readonly int _pin;
    private readonly bool _activeLow;
    private readonly bool _isOutput;
    private readonly bool _edges;
    private bool _disposed;

    public DeviceGpioLine(GpioController controller, int pin, GpioLineName name, GpioInput input)
        : this(controller, pin, name, input.ActiveLow)
    {
        _edges = input.Edges;
        Take(() =>
        {
            controller.OpenPin(pin, Mode(input.Bias));
            if (_edges) controller.RegisterCallbackForPinValueChangedEvent(pin, PinEventTypes.Rising | PinEventTypes.Falling, OnEdge);
        });
    }

    public DeviceGpioLine(GpioController controller, int pin, GpioLineName name, GpioOutput output)
        : this(controller, pin, name, output.ActiveLow)
    {
        _isOutput = true;
        Take(() => controller.OpenPin(pin, PinMode.Output, Level(output.On)));
    }

    private DeviceGpioLine(GpioController controller, int pin, GpioLineName name, bool activeLow)
    {
        (_controller, _pin, Name, _activeLow) = (controller, pin, name, activeLow);
        if (controller.IsPinOpen(pin)) throw new GpioException(GpioFault.Busy, $"{name} cannot be used: another part of appliance.yaml has this line.");
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public GpioLineName Name { get; }

    /// <inheritdoc/>
    public bool Read()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return DeviceGpioFaults.Tell(Name, () => _controller.Read(_pin) == Level(true));
    }

    /// <inheritdoc/>
    public void Write(bool on)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_isOutput) throw new GpioException(GpioFault.Failed, $"{Name} cannot be switched: it is an input.");
        DeviceGpioFaults.Tell(Name, () =>
        {
            _controller.Write(_pin, Level(on));
            return true;
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        if (_edges) _controller.UnregisterCallbackForPinValueChangedEvent(_pin, OnEdge);
        _controller.ClosePin(_pin);
    }

    private static PinMode Mode(GpioBias bias) => bias switch
    {
        GpioBias.PullUp => PinMode.InputPullUp,
        GpioBias.PullDown => PinMode.InputPullDown,
        _ => PinMode.Input,
    };

    /// <summary>A pin that was opened but could not be set up is closed again.</summary>
    private void Take(Action setUp)
    {
        try
        {
            setUp();
        }
        catch
        {
            if (_controller.IsPinOpen(_pin)) _controller.ClosePin(_pin);
            throw;
        }
    }

    private PinValue Level(bool on) => on != _activeLow ? PinValue.High : PinValue.Low;

    private void OnEdge(object sender, PinValueChangedEventArgs edge) => Changed?.Invoke();
}
