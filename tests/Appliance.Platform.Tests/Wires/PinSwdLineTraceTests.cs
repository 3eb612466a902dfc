// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Appliance.Peers.Tests;
using Appliance.Platform.Tests.Files;
using Appliance.Platform.Wires.Pins;
using Appliance.Ports.Wires;

namespace Appliance.Platform.Tests.Wires;

/// <summary>Every store, load and barrier of the wire, address by address, against those that another program works out from the documents.</summary>
public sealed class PinSwdLineTraceTests : IDisposable
{
    private const int Scenarios = 60;
    private static readonly string[] Chips = ["bcm2837", "bcm2711", "rp1"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PeerFact("python3")]
    public void Trace_OfManyCalls_IsTheOneWorkedOutFromTheDocuments()
    {
        var scenarios = Enumerable.Range(0, Scenarios).Select(Scenario.Draw).ToList();
        var expected = Expected(scenarios);

        for (var i = 0; i < Scenarios; i++) Assert.Equal(expected[i], Played(scenarios[i]));
        Assert.All(Chips, chip => Assert.Contains(scenarios, scenario => scenario.Chip == chip));
        Assert.True(expected.Sum(trace => trace.Count) > 10_000);
    }

    private List<List<string>> Expected(List<Scenario> scenarios)
    {
        File.WriteAllText(_folder.At("scenarios.json"), JsonSerializer.Serialize(scenarios.Select(scenario => scenario.Json())));
        var printed = PeerProcess.Run(
            "python3", [Path.Combine(AppContext.BaseDirectory, "expected_trace.py"), _folder.At("scenarios.json")], TimeSpan.FromMinutes(1)).MustSucceed();
        return JsonSerializer.Deserialize<List<List<string>>>(printed.Output)!;
    }

    private static List<string> Played(Scenario scenario)
    {
        RegisterFile file = scenario.Chip switch
        {
            "rp1" => new FakeRp1Gpio { Trace = [] },
            var chip => Bcm(chip == "bcm2711", scenario),
        };
        using (var line = Line(file, scenario))
        {
            foreach (var step in scenario.Steps) step.Play(line);
        }

        return file.Trace!;
    }

    private static FakeBcmGpio Bcm(bool is2711, Scenario scenario)
    {
        var file = new FakeBcmGpio(is2711) { Trace = [] };
        foreach (var (word, value) in scenario.Selects) file.Preset(word, value);
        return file;
    }

    private static ISwdLine Line(RegisterFile file, Scenario scenario) => file is FakeRp1Gpio
        ? new PinSwdLine<Rp1Block<RegisterProxy>>("test", new(file.Proxy), scenario.Bits, TimeProvider.System)
        : new PinSwdLine<BcmBlock<RegisterProxy>>("test", new(file.Proxy, clockedPulls: scenario.Chip == "bcm2837"), scenario.Bits, TimeProvider.System);

    /// <summary>A wire and what is asked of it, drawn by a seed.</summary>
    private sealed record Scenario(string Chip, PinBits Bits, Dictionary<int, uint> Selects, List<Step> Steps)
    {
        public static Scenario Draw(int seed)
        {
            var random = new Random(seed);
            var chip = Chips[seed % Chips.Length];
            var pins = Enumerable.Range(0, chip == "rp1" ? 28 : 32).ToArray();
            random.Shuffle(pins);
            var lanes = random.Next(3) == 0 ? 1 : random.Next(1, 9);
            var start = random.Next(2) == 0 ? 20 : -1;
            var swdio = start > 0 ? [.. Enumerable.Range(start, lanes)] : pins[..lanes];
            var others = pins.Except(swdio).ToArray();
            var shifters = random.Next(2) == 0 ? others[4..(4 + lanes)] : [];
            var bits = new PinBits(
                others[0], swdio, shifters, random.Next(3) > 0 ? others[1] : PinBits.None, random.Next(3) == 0 ? others[2] : PinBits.None);
            var selects = Enumerable.Range(0, 4).ToDictionary(word => word, _ => (uint)random.Next(1 << 30));
            return new Scenario(chip, bits, selects, [.. Enumerable.Range(0, 12).Select(_ => Step.Draw(random, bits))]);
        }

        public object Json()
        {
            var memory = Selects.ToDictionary(pair => $"0x{(Chip == "bcm2711" ? 0xFE200000 : 0x3F200000) + (4 * pair.Key):x}", pair => pair.Value);
            for (var pin = 0; pin < 28; pin++)
            {
                memory[$"0x{0x1F000D0004 + (8 * pin):x}"] = 0x1F;
                memory[$"0x{0x1F000F0004 + (4 * pin):x}"] = 0x96;
            }

            return new
            {
                chip = Chip, swclk = Bits.Swclk, swdio = Bits.Swdio, direction = Bits.Direction, nreset = Wired(Bits.Reset), gate = Wired(Bits.ResetGate), memory,
                steps = Steps.Select(step => step.Json).Append(new { @do = "close" }),
            };
        }

        private static int? Wired(int bit) => bit == PinBits.None ? null : bit;
    }

    /// <summary>One call of the wire.</summary>
    private sealed record Step(object Json, Action<ISwdLine> Play)
    {
        public static Step Draw(Random random, PinBits bits)
        {
            var choice = random.Next(10);
            var low = random.Next(2) == 0;
            return choice switch
            {
                0 when bits.Reset != PinBits.None || bits.ResetGate != PinBits.None => new(new { @do = "reset", low }, line => line.DriveReset(low ? 1u : 0)),
                1 when bits.Reset != PinBits.None => new(new { @do = "sample_reset" }, line => line.SampleReset()),
                2 when bits.Direction.Count == 0 => new(new { @do = "driven", high = low }, line => line.SampleDriven(low)),
                3 => new(new { @do = "released" }, line => line.SampleReleased()),
                _ => Cycles(random, bits.Swdio.Count),
            };
        }

        private static Step Cycles(Random random, int lanes)
        {
            var every = (1u << lanes) - 1;
            var mask = random.Next(2) == 0 ? every : 1u << random.Next(lanes);
            var phases = Enumerable.Range(0, random.Next(1, 6)).Select(_ => new SwdPhase((SwdPhaseKind)random.Next(3), random.Next(1, 20))).ToArray();
            var drive = Enumerable.Range(0, Count(phases, SwdPhaseKind.Drive)).Select(_ => (uint)random.NextInt64(uint.MaxValue)).ToArray();
            var json = new { @do = "clock", lanes = mask, phases = phases.Select(phase => new object[] { phase.Kind.ToString(), phase.Cycles }), drive };
            return new Step(json, line => line.Clock(mask, phases, drive, new uint[Count(phases, SwdPhaseKind.Sample)]));
        }

        private static int Count(SwdPhase[] phases, SwdPhaseKind kind) => phases.Where(phase => phase.Kind == kind).Sum(phase => phase.Cycles);
    }
}
