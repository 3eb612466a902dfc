// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Probes.Jtag;

namespace Appliance.Probes.Tests.Jtag;

/// <summary>Chains of any TAPs on a model of shift registers.</summary>
public sealed class JtagChainTests
{
    private static readonly FakeTap Core = new(0x3BA0_0477, 4), Scan = new(0x1641_0041, 5), Other = new(0x0401_30E1, 8), Silent = new(null, 6);

    [Fact]
    public void Find_OneTap() => Expect([Core], 0);

    [Fact]
    public void Find_BoardWithManyTaps() => Expect([Scan, Other, Core, Silent, Scan], 2);

    [Fact]
    public void Find_UnknownTapsBesideEachOther_AreToldByTheirMarks() => Expect([Other, Silent, Core, Other], 2);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void DebugPort_NoneOrTwo_IsRefusedWithTheChain(int ports)
    {
        var chain = JtagChain.Find(new FakeChain([Other, .. Enumerable.Repeat(Core, ports)]), "wire");

        var error = Assert.Throws<DapException>(() => chain.DebugPort("wire"));

        Assert.Equal(DapFault.Identity, error.Fault);
        Assert.Contains("0x040130e1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, DapFault.NoAnswer)]
    [InlineData(0, DapFault.StuckLow)]
    public void Find_LineThatStays_SaysHow(byte level, DapFault fault) =>
        Assert.Equal(fault, Assert.Throws<DapException>(() => JtagChain.Find(new FakeChain([]) { Stuck = level }, "wire")).Fault);

    /// <summary>Noise on TDO while the chain is scanned: an error of the link, or a chain, but nothing else and no end of time.</summary>
    [Fact]
    public void Find_OnANoisyLine_EndsInAnErrorOrAChain()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var noise = new Random(seed);
            try
            {
                var chain = JtagChain.Find(new FakeChain([Core, Scan]) { Noise = noise, OneIn = 1 << noise.Next(1, 12) }, "wire");
                Assert.InRange(chain.Taps.Count, 1, 16);
            }
            catch (DapException error)
            {
                Assert.Contains("wire", error.Message, StringComparison.Ordinal);
            }
        }
    }

    private static void Expect(FakeTap[] taps, int port)
    {
        var chain = JtagChain.Find(new FakeChain(taps), "wire");

        Assert.Equal(taps.Select(tap => (tap.Id, tap.Bits)), chain.Taps.Select(tap => (tap.IdCode, tap.InstructionBits)));
        Assert.Equal(port, chain.DebugPort("wire"));
    }

    /// <param name="Id">IDCODE, null for none.</param>
    /// <param name="Bits">Instruction bits.</param>
    private sealed record FakeTap(uint? Id, int Bits);

    /// <summary>All registers of a chain as one, after IEEE 1149.1; states by the number of TMS edges a scan needs.</summary>
    private sealed class FakeChain(FakeTap[] taps) : IJtagLine
    {
        private static readonly int[] Zero = [1, 1, 3, 4, 4, 6, 6, 4, 1, 10, 11, 11, 13, 13, 11, 1], One = [0, 2, 9, 5, 5, 8, 7, 8, 2, 0, 12, 12, 15, 14, 15, 2];
        private readonly LinkedList<byte> _shift = new();
        private int _state;
        private bool _bypass;

        public byte? Stuck { get; init; }

        public Random? Noise { get; init; }

        public int OneIn { get; init; } = 1;

        public string Name => "wire";

        public WireFeatures Features => WireFeatures.None;

        public int LaneCount => 1;

        public long Cycles { get; private set; }

        public TimeSpan Now => TimeSpan.Zero;

        public int SetFrequency(int hertz) => hertz;

        public void DriveReset(uint lanes)
        {
        }

        public uint SampleReset() => 0;

        public void DriveTestReset(bool low)
        {
        }

        public void Delay(TimeSpan time, CancellationToken cancel)
        {
        }

        public void Dispose()
        {
        }

        public void Clock(ReadOnlySpan<byte> tms, ReadOnlySpan<byte> tdi, Span<byte> tdo)
        {
            for (int i = 0; i < tms.Length; i++)
            {
                Cycles++;
                bool shifts = _state is 4 or 11;
                byte bit = shifts && _shift.First is { } first ? first.Value : (byte)1;
                tdo[i] = Stuck ?? (Noise is { } noise && noise.Next(OneIn) == 0 ? (byte)(1 - bit) : bit);
                if (shifts && _shift.Count > 0)
                {
                    _shift.RemoveFirst();
                    _shift.AddLast(tdi[i]);
                }

                Enter(tms[i] == 0 ? Zero[_state] : One[_state]);
            }
        }

        private void Enter(int state)
        {
            if (_state == 3 || _state == 10) Capture(_state == 10);
            if (state == 0) _bypass = false;
            if (state == 15) _bypass = true;
            _state = state;
        }

        private void Capture(bool instruction)
        {
            _shift.Clear();
            foreach (FakeTap tap in taps)
            {
                int bits = instruction ? tap.Bits : tap.Id is null || _bypass ? 1 : 32;
                ulong value = instruction ? 1 : bits == 1 ? 0 : tap.Id!.Value;
                for (int i = 0; i < bits; i++) _shift.AddLast((byte)(value >> i & 1));
            }
        }
    }
}
