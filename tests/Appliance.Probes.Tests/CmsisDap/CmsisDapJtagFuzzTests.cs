// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Packets;
using Appliance.Ports.Wires;
using Appliance.Probes.CmsisDap;
using Appliance.Probes.Tests.Fakes;
using Appliance.Simulation;
using Appliance.Simulation.CmsisDap;

namespace Appliance.Probes.Tests.CmsisDap;

/// <summary>Short, late and garbled answers to JTAG sequences at any moment: an error that names the probe, or the right value.</summary>
public class CmsisDapJtagFuzzTests
{
    private const uint JtagId = 0x3BA0_0477, MemApIdr = 0x1477_0011;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    [Fact]
    public void Answers_SpoiltAtAnyMoment_NeverBecomeAFalseValue()
    {
        var random = new Random(10);
        int errors = 0;
        for (int round = 0; round < 250; round++)
        {
            var probe = SimulatedBoard.Create("stm32f103cb").AttachCmsisDap(new SimulatedCmsisDapOptions { Version = 2, PacketCount = 1 + (round % 4) });
            using var pipe = new SpoilingPipe(probe.OpenPipe(), random.Next(30), (buffer, got) => Spoil(random, buffer, got));
            try
            {
                using IDapLink link = CmsisDapJtagLine.Open(pipe, new CmsisDapDevice(2), probe.Clock);
                Assert.Equal(JtagId, link.Connect(4_000_000).Dpidr);
                DebugPortPower.Up(link, TimeSpan.FromMilliseconds(20));
                Assert.Equal(MemApIdr, link.ReadAp(0, 0xFC));
            }
            catch (Exception error) when (error is WireException or DapException)
            {
                Assert.True(pipe.Spoilt, error.ToString());
                Assert.Contains("sim-cmsis-dap:stm32f103cb", error.Message, StringComparison.Ordinal);
                errors++;
            }

            Assert.InRange(probe.Clock.Now, TimeSpan.Zero, Longest);
        }

        Assert.InRange(errors, 80, 250);
    }

    [Fact]
    public void Sequence_TheProbeRefuses_IsAnErrorWhateverTheAnswerHolds()
    {
        const byte jtagSequence = 0x14;
        for (int spoilAt = 0; spoilAt < 24; spoilAt++)
        {
            var probe = SimulatedBoard.Create("stm32f103cb").AttachCmsisDap(new SimulatedCmsisDapOptions());
            bool refused = false;
            using var pipe = new SpoilingPipe(probe.OpenPipe(), spoilAt, (buffer, got) =>
            {
                refused = buffer[0] == jtagSequence;
                if (refused) buffer[1] = 0xFF;
                return got;
            });
            var error = Record.Exception(() =>
            {
                using IDapLink link = CmsisDapJtagLine.Open(pipe, new CmsisDapDevice(2), probe.Clock);
                link.Connect(4_000_000);
            });

            if (refused) Assert.Contains("refuses a JTAG sequence", Assert.IsType<WireException>(error).Message, StringComparison.Ordinal);
            else Assert.Null(error);
        }
    }

    private static int Spoil(Random random, Span<byte> buffer, int got)
    {
        switch (random.Next(4))
        {
            case 0:
                throw new PacketException(PacketFault.Timeout, "sim-cmsis-dap:stm32f103cb", "late");
            case 1:
                return got - 1;
            case 2:
                buffer[0] ^= 0x40;
                return got;
            default:
                if (got > 1) buffer[1..got].Fill(0xFF);
                return got;
        }
    }
}
