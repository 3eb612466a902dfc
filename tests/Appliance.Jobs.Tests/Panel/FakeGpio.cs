// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Gpio;

namespace Appliance.Jobs.Tests.Panel;

/// <summary>Gives any line it is asked for, except those that are to be refused.</summary>
internal sealed class FakeGpio : IGpio
{
    public Dictionary<string, FakeGpioLine> Lines { get; } = [];

    public Dictionary<string, GpioFault> Refused { get; } = [];

    public IReadOnlyList<GpioChip> Chips() => [];

    public IGpioLine OpenInput(GpioLineName name, GpioInput input) => Give(new FakeGpioLine(name) { Input = input });

    public IGpioLine OpenOutput(GpioLineName name, GpioOutput output) => Give(new FakeGpioLine(name) { Output = output, On = output.On });

    private FakeGpioLine Give(FakeGpioLine line)
    {
        if (Refused.TryGetValue(line.Name.Line, out var fault)) throw new GpioException(fault, $"{line.Name} is refused.");
        return Lines[line.Name.Line] = line;
    }
}

/// <summary>A line whose level the test sees and sets.</summary>
internal sealed class FakeGpioLine(GpioLineName name) : IGpioLine
{
    public event Action? Changed;

    public GpioLineName Name => name;

    public GpioInput? Input { get; init; }

    public GpioOutput? Output { get; init; }

    public bool On { get; set; }

    public bool Broken { get; set; }

    public bool Disposed { get; private set; }

    public void Change(bool on)
    {
        On = on;
        Changed?.Invoke();
    }

    public bool Read() => Broken ? throw new GpioException(GpioFault.Failed, "broken") : On;

    public void Write(bool on)
    {
        if (Broken) throw new GpioException(GpioFault.Failed, "broken");
        On = on;
    }

    public void Dispose() => Disposed = true;
}
