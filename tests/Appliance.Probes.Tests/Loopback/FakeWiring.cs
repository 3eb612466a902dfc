// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Gpio;
using Appliance.Ports.Wires;

namespace Appliance.Probes.Tests.Loopback;

/// <summary>GPIO lines joined by jumpers and shorts, with pulls, and a wire over two of them whose line follows up to some clock.</summary>
internal sealed class FakeWiring(params string[] lines) : IGpio
{
    private readonly Dictionary<string, int> _nets = lines.Index().ToDictionary(line => line.Item, line => line.Index);
    private readonly Dictionary<int, bool> _stuck = [];
    private readonly List<FakePin> _open = [];

    /// <summary>Two outputs that drove against each other.</summary>
    public List<string> Fights { get; } = [];

    public int FollowsUpTo { get; init; } = 5_000_000;

    public int FastestClock { get; init; } = 12_000_000;

    public FakeWiring Join(string one, string other)
    {
        var (from, to) = (_nets[one], _nets[other]);
        foreach (var line in _nets.Keys.Where(line => _nets[line] == from).ToList()) _nets[line] = to;
        return this;
    }

    public FakeWiring Stick(string line, bool high)
    {
        _stuck[_nets[line]] = high;
        return this;
    }

    public IReadOnlyList<GpioChip> Chips() => [];

    public IGpioLine OpenInput(GpioLineName name, GpioInput input) => Take(new FakePin(this, name, null, input.Bias));

    public IGpioLine OpenOutput(GpioLineName name, GpioOutput output) => Take(new FakePin(this, name, output.On, GpioBias.AsIs));

    public ISwdLine OpenWire() => new FakeWire(this);

    private FakePin Take(FakePin pin)
    {
        if (_open.Any(other => other.Name == pin.Name)) throw new GpioException(GpioFault.Busy, $"{pin.Name} is busy");
        var against = _open.Where(other => other.Driven is not null && pin.Driven is not null && Net(other) == Net(pin));
        Fights.AddRange(against.Select(other => $"{other.Name} and {pin.Name}"));
        _open.Add(pin);
        return pin;
    }

    private int Net(FakePin pin) => _nets[pin.Name.Line];

    private bool Level(FakePin pin)
    {
        if (_stuck.TryGetValue(Net(pin), out var stuck)) return stuck;
        var driver = _open.FirstOrDefault(other => other.Driven is not null && Net(other) == Net(pin));
        return driver?.Driven ?? pin.Bias == GpioBias.PullUp;
    }

    private sealed class FakePin(FakeWiring wiring, GpioLineName name, bool? driven, GpioBias bias) : IGpioLine
    {
        public event Action? Changed
        {
            add { }
            remove { }
        }

        public GpioLineName Name => name;

        public bool? Driven => driven;

        public GpioBias Bias => bias;

        public bool Read() => wiring.Level(this);

        public void Write(bool on) => throw new InvalidOperationException();

        public void Dispose() => wiring._open.Remove(this);
    }

    private sealed class FakeWire(FakeWiring wiring) : ISwdLine
    {
        private int _hertz;

        public string Name => "fake";

        public WireFeatures Features => WireFeatures.None;

        public int LaneCount => 1;

        public long Cycles => 0;

        public TimeSpan Now => TimeSpan.Zero;

        public void Clock(uint lanes, ReadOnlySpan<SwdPhase> phases, ReadOnlySpan<uint> drive, Span<uint> sample) =>
            sample.Fill(_hertz > wiring.FollowsUpTo ? 1u : 0);

        public uint SampleDriven(bool high) => throw new InvalidOperationException("SWCLK is joined to SWDIO and drives");

        public uint SampleReleased() => 1;

        public void Delay(TimeSpan time, CancellationToken cancel)
        {
        }

        public int SetFrequency(int hertz) => _hertz = Math.Min(hertz, wiring.FastestClock);

        public void DriveReset(uint lanes)
        {
        }

        public uint SampleReset() => 0;

        public void Dispose()
        {
        }
    }
}
