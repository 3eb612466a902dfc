// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes.Swd;
using Appliance.Simulation;
using Appliance.Simulation.Debug;

namespace Appliance.Probes.Tests.Swd;

/// <summary>
/// Noise beside a WAIT, with ORUNDETECT: the ABORT that clears STICKYORUN may be the write that is spoilt. The word before it must not be written again, for TAR
/// has counted on, and flash would be programmed twice.
/// </summary>
public class OverrunNoiseTests
{
    private const uint Ram = 0x2000_0100, WordsInARow = 0x2300_0012;
    private const byte Csw = 0x00, Tar = 0x04, Drw = 0x0C;
    private static readonly uint[] Words = [.. Enumerable.Range(1, 12).Select(i => (uint)i * 0x0101_0101)];

    [Fact]
    public void WriteBlock_SpoiltBesideAWait_WritesEachWordOnce()
    {
        int repaired = 0;
        for (int wait = 1; wait <= 14; wait++)
        {
            for (int hit = wait + 1; hit <= wait + 26; hit++)
            {
                var board = SimulatedBoard.Create("stm32f103cb");
                using var link = new SwdLink(board.OpenSwd(), new SwdLinkOptions { Overrun = true });
                link.Connect(4_000_000);
                DebugPortPower.Up(link, TimeSpan.FromMilliseconds(100));
                link.WriteAp(0, Csw, WordsInARow);
                link.WriteAp(0, Tar, Ram);
                link.Flush();
                board.Chip.Wire.Plan(WireTroubleKind.Wait, board.Chip.Transfers + wait);
                board.Chip.Wire.Plan(WireTroubleKind.Parity, board.Chip.Transfers + hit);

                link.WriteApBlock(0, Drw, Words);
                link.Flush();

                var seen = new uint[Words.Length + 1];
                for (int i = 0; i < seen.Length; i++) seen[i] = BitConverter.ToUInt32(board.Chip.Ram, (int)(Ram - 0x2000_0000) + (4 * i));
                Assert.Equal([.. Words, seen[^1]], seen);
                Assert.DoesNotContain(seen[^1], Words);
                if (link.Statistics.ParityErrors > 0) repaired++;
            }
        }

        Assert.True(repaired > 100, $"{repaired} repairs");
    }
}
