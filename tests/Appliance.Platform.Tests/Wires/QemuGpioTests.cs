// SPDX-License-Identifier: Apache-2.0
using Appliance.Peers.Tests;
using Appliance.Platform.Wires.Pins;
using Appliance.Ports.Wires;

namespace Appliance.Platform.Tests.Wires;

/// <summary>The wire on a GPIO block that nobody here modelled: what its pins do, edge by edge.</summary>
public sealed class QemuGpioTests
{
    private const uint Swclk = 1u << 19, Lane0 = 1u << 16, Lane1 = 1u << 17;
    private const int Gpset0 = 0x1C, Gpfsel1 = 0x04, Gplev0 = 0x34;
    private const uint Fields = 0b111_000_111_111u << 18; // functions of GPIO19, GPIO17 and GPIO16
    private const uint Outputs = 0b001_000_001_001u << 18;
    private const uint ClockAlone = 0b001_000_000_000u << 18;
    private const uint Reset = 1u << 12, ResetField = 7u << 6, ResetOutput = 1u << 6;
    private static readonly PinBits Bits = new(19, [16, 17], [], Reset: 12);

    [PeerFact("qemu-system-aarch64")]
    public void Cycles_OnQemusBlock_CarryEveryBitAtItsEdge()
    {
        using QemuGpio gpio = new();
        using var line = new PinSwdLine<BcmBlock<QemuRegisters>>("qemu", new(new QemuRegisters(gpio), clockedPulls: true), Bits, TimeProvider.System);
        uint[] planes = [1, 0, 3, 2, 2, 1, 0, 3, 1, 1, 0];
        gpio.History.Clear();
        line.Clock(3, [new SwdPhase(SwdPhaseKind.Drive, planes.Length)], planes, []);

        Assert.Equal(planes, AtRisingEdges(gpio.History));
        Assert.Equal(Outputs, gpio.Load(Gpfsel1) & Fields);
    }

    [PeerFact("qemu-system-aarch64")]
    public void Turnaround_OnQemusBlock_ReleasesAndReadsThePins()
    {
        using QemuGpio gpio = new();
        var sample = new uint[4];
        using (var line = new PinSwdLine<BcmBlock<QemuRegisters>>("qemu", new(new QemuRegisters(gpio), clockedPulls: true), Bits, TimeProvider.System))
        {
            line.Clock(3, [new SwdPhase(SwdPhaseKind.Drive, 1)], [0], []);
            line.Clock(3, [new SwdPhase(SwdPhaseKind.Float, 1)], [], []);
            Assert.Equal(ClockAlone, gpio.Load(Gpfsel1) & Fields);
            gpio.Store(Gpset0, Lane1); // the model takes this as the level of an input
            line.Clock(3, [new SwdPhase(SwdPhaseKind.Sample, 4)], [], sample);
            line.DriveReset(1);
            Assert.Equal((ResetOutput, 0u), (gpio.Load(Gpfsel1) & ResetField, gpio.Load(Gplev0) & Reset));
        }

        Assert.Equal([2u, 2u, 2u, 2u], sample);
        Assert.Equal(0u, gpio.Load(Gpfsel1));
    }

    private static List<uint> AtRisingEdges(List<uint> levels)
    {
        List<uint> planes = [];
        for (var i = 1; i < levels.Count; i++)
        {
            if ((levels[i] & ~levels[i - 1] & Swclk) != 0) planes.Add((levels[i] & (Lane0 | Lane1)) / Lane0);
        }

        return planes;
    }
}
