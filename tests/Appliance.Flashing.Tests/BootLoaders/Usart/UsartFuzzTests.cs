// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.BootLoaders;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Ports.Wires;
using Appliance.Simulation.BootLoaders;
using Appliance.Targets;

namespace Appliance.Flashing.Tests.BootLoaders.Usart;

/// <summary>The line is spoilt from some byte on: the job ends in an error that names the line, or with the right flash, and it ends.</summary>
public class UsartFuzzTests
{
    private const int Runs = 60;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData("short")]
    [InlineData("silent")]
    [InlineData("garbage")]
    [InlineData("babble")]
    [InlineData("nack")]
    [InlineData("ack")]
    [InlineData("gone")]
    public void Line_Spoilt_IsAnErrorOrHarmless_NeverAFalsePass(string how)
    {
        var errors = 0;
        for (var seed = 0; seed < Runs; seed++)
        {
            if (Ends(how, seed)) errors++;
        }

        Assert.True(how is "short" or "nack" or "garbage" || errors > Runs / 2, $"{errors} of {Runs} runs ended in an error");
    }

    /// <returns>Whether the run ended in an error.</returns>
    private static bool Ends(string how, int seed)
    {
        var random = new Random(seed);
        var wired = seed % 2 == 0;
        var image = SessionRig.Runnable(1500);
        using var rig = new UsartRig(
            options: new SimulatedUsartOptions { ResetWired = wired, Boot0Strapped = !wired }, seed: seed + 1,
            cable: line => new SpoiltLine(line, random.Next(1900), how, random));
        try
        {
            var evidence = rig.Replay(image);
            Assert.Equal(image.Crc32, evidence.Crc32);
            var held = new byte[1500];
            image.Read(0x08000000, held, 0xFF);
            Assert.True(rig.Board.Chip.Flash.AsSpan(0, held.Length).SequenceEqual(held));
            return false;
        }
        catch (Exception error) when (error is WireException or BootLoaderException or FlashException or TargetException)
        {
            if (error is WireException or BootLoaderException) Assert.Contains("sim-usart:stm32f103cb", error.Message, StringComparison.Ordinal);
            Assert.InRange(rig.Usart.Clock.Now, TimeSpan.Zero, Longest);
            rig.Session.MakeSafe();
            return true;
        }
    }
}
