// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.BootLoaders;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Ports.Serial;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Targets;

namespace Appliance.Flashing.Tests.Gdb;

/// <summary>What the probe says is spoilt from some byte on: the job ends in an error that names the probe, or with the right flash, and it ends.</summary>
public class GdbFuzzTests
{
    private const int Runs = 24;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData("short", false)]
    [InlineData("silent", true)]
    [InlineData("garbage", false)]
    [InlineData("babble", true)]
    [InlineData("minus", false)]
    [InlineData("other-answer", true)]
    [InlineData("endless", true)]
    [InlineData("gone", true)]
    public void Line_Spoilt_IsAnErrorOrHarmless_NeverAFalsePass(string how, bool always)
    {
        var errors = 0;
        for (var seed = 0; seed < Runs; seed++)
        {
            if (Ends(how, seed)) errors++;
        }

        Assert.True(!always || errors > Runs / 2, $"{errors} of {Runs} runs ended in an error");
    }

    /// <returns>Whether the run ended in an error.</returns>
    private static bool Ends(string how, int seed)
    {
        var random = new Random(seed);
        var image = SessionRig.Runnable(1500);
        using var rig = new GdbRig(seed: seed + 1, cable: line => new Spoilt(line, random.Next(5000), how, random));
        try
        {
            Assert.Equal(image.Crc32, rig.Replay(image).Crc32);
            var held = new byte[1500];
            image.Read(0x08000000, held, 0xFF);
            Assert.True(rig.Board.Chip.Flash.AsSpan(0, held.Length).SequenceEqual(held));
            return false;
        }
        catch (Exception error) when (error is WireException or BootLoaderException or FlashException or TargetException or DapException)
        {
            if (error is WireException or BootLoaderException) Assert.Contains("sim-black-magic:stm32f103cb", error.Message, StringComparison.Ordinal);
            Assert.InRange(rig.Probe.Clock.Now, TimeSpan.Zero, Longest);
            rig.Session.MakeSafe();
            return true;
        }
    }

    /// <summary>A line with troubles, some of them of GDB's protocol.</summary>
    private sealed class Spoilt(IByteLine line, int after, string how, Random random) : SpoiltByteLine(line, after, how, random)
    {
        private static readonly string[] Answers = ["$OK#9a", "$E01#a6", "$#00", "$l#6c", "$T05#b9", "$4f4b#6e", "$W00#b7", "+", "%Stop:W00#c9"];

        protected override int Spoil(Span<byte> buffer, int count, int begun)
        {
            switch (How)
            {
                case "minus" when begun < After + FewBytes:
                    buffer[..count].Fill((byte)'-');
                    return count;
                case "other-answer" when count > 0:
                    return System.Text.Encoding.ASCII.GetBytes("+" + Answers[Random.Next(Answers.Length)], buffer);
                case "endless":
                    Pass(buffer);
                    buffer.Fill((byte)'a');
                    buffer[0] = begun <= After ? (byte)'$' : (byte)'a';
                    return buffer.Length;
                default:
                    return count;
            }
        }
    }
}
