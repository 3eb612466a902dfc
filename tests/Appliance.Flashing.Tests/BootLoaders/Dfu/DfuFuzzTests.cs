// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.BootLoaders;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Ports.Usb;
using Appliance.Ports.Wires;
using Appliance.Targets;

namespace Appliance.Flashing.Tests.BootLoaders.Dfu;

/// <summary>One answer of the device is spoilt: the job ends in an error that names it, or with the right flash, and it ends.</summary>
public class DfuFuzzTests
{
    private const int Runs = 80;

    [Theory]
    [InlineData("short")]
    [InlineData("garbage")]
    [InlineData("late")]
    [InlineData("stall")]
    [InlineData("gone")]
    public void Answer_Spoilt_IsAnErrorOrHarmless_NeverAFalsePass(string how)
    {
        var errors = 0;
        for (var seed = 0; seed < Runs; seed++)
        {
            if (Ends(how, seed)) errors++;
        }

        Assert.True(errors > Runs / 4, $"{errors} of {Runs} runs ended in an error");
    }

    private static bool Ends(string how, int seed)
    {
        var random = new Random(seed);
        using var rig = new DfuRig(seed: seed + 1, cable: link => new SpoiltUsbLink(link, random.Next(110), how, random));
        var image = SessionRig.Runnable(5000);
        try
        {
            Assert.Equal(image.Crc32, rig.Replay(image).Crc32);
            var held = new byte[5000];
            image.Read(0x08000000, held, 0xFF);
            Assert.True(rig.Board.Chip.Flash.AsSpan(0, held.Length).SequenceEqual(held));
            return false;
        }
        catch (Exception error) when (error is WireException or BootLoaderException or FlashException or TargetException)
        {
            if (error is WireException or BootLoaderException) Assert.Contains("sim-dfu", error.Message, StringComparison.Ordinal);
            Assert.InRange(rig.Dfu.Clock.Now, TimeSpan.Zero, TimeSpan.FromHours(6));
            rig.Session.MakeSafe();
            return true;
        }
    }

    /// <summary>Spoils the control transfer of a number, and those that follow where the device is gone.</summary>
    private sealed class SpoiltUsbLink(IUsbLink link, int at, string how, Random random) : IUsbLink
    {
        private int _count;

        public void Claim(byte number) => link.Claim(number);

        public int Control(UsbSetup setup, Span<byte> data, TimeSpan limit)
        {
            var now = _count++;
            if (now > at && how == "gone") throw new UsbException(UsbFault.Gone, "sim-dfu: gone");
            var length = link.Control(setup, data, limit);
            if (now != at) return length;
            switch (how)
            {
                case "short":
                    return length / 2;
                case "garbage" when (setup.RequestType & 0x80) != 0:
                    random.NextBytes(data[..length]);
                    return length;
                case "late":
                    throw new UsbException(UsbFault.Timeout, "sim-dfu: late");
                case "stall":
                    throw new UsbException(UsbFault.Stall, "sim-dfu: stall");
                default:
                    return length;
            }
        }

        public int Write(UsbEndpoint endpoint, ReadOnlySpan<byte> data, TimeSpan limit) => link.Write(endpoint, data, limit);

        public int Read(UsbEndpoint endpoint, Span<byte> data, TimeSpan limit) => link.Read(endpoint, data, limit);

        public void ClearHalt(UsbEndpoint endpoint) => link.ClearHalt(endpoint);

        public void Dispose() => link.Dispose();
    }
}
