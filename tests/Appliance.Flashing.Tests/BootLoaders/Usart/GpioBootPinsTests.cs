// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.BootLoaders.Usart;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Ports.Gpio;
using Appliance.Ports.Serial;
using Appliance.Ports.Wires;

namespace Appliance.Flashing.Tests.BootLoaders.Usart;

/// <summary>BOOT0 and nRESET on GPIO lines in the place of DTR and RTS.</summary>
public class GpioBootPinsTests
{
    [Fact]
    public void Replay_PinsOnGpio_EntersTheBootLoaderAndStartsTheFirmwareByReset()
    {
        Fixture? fixture = null;
        using var rig = new UsartRig(wiring: line => (fixture = new Fixture(line)).Pins);
        var image = SessionRig.Runnable(3000);

        Assert.Equal(image.Crc32, rig.Replay(image).Crc32);
        Assert.Equal((true, false), (fixture!.Boot0.On, fixture.Reset.On));
        rig.Session.Reset(FinalState.Run, default);

        Assert.True(rig.Usart.RunsFirmware);
        Assert.Equal((false, false), (fixture.Boot0.On, fixture.Reset.On));
        Assert.True(rig.Session.Capabilities.HasFlag(SessionCapabilities.HardwareReset));
    }

    [Fact]
    public void MakeSafe_PinsOnGpio_HoldsTheChipInResetUntilTheEnd()
    {
        Fixture? fixture = null;
        using (var rig = new UsartRig(wiring: line => (fixture = new Fixture(line)).Pins).Connected())
        {
            Assert.Equal(SafeState.HeldInReset, rig.Session.MakeSafe());
            Assert.True(fixture!.Reset.On);
        }

        Assert.Equal((false, true, false, true), (fixture.Reset.On, fixture.Reset.Released, fixture.Boot0.On, fixture.Boot0.Released));
    }

    [Fact]
    public void Connect_GpioLineThatIsGone_IsAWireErrorWithItsName()
    {
        Fixture? fixture = null;
        using var rig = new UsartRig(wiring: line => (fixture = new Fixture(line)).Pins);
        fixture!.Reset.Gone = true;

        var error = Assert.Throws<WireException>(rig.Connected);

        Assert.Contains("nreset", error.Message, StringComparison.Ordinal);
        Assert.Equal(SafeState.Unknown, rig.Session.MakeSafe());
    }

    /// <summary>Two lines that move the pins of the simulated chip.</summary>
    private sealed class Fixture
    {
        public Fixture(ISerialLine line)
        {
            Boot0 = new Line("boot0", Move);
            Reset = new Line("nreset", Move);
            Pins = new GpioBootPins(Boot0, Reset);

            void Move()
            {
                if (Boot0 is { Released: false } && Reset is { Released: false }) line.SetOutputs(dtr: Reset.On, rts: !Boot0.On);
            }
        }

        public Line Boot0 { get; }

        public Line Reset { get; }

        public IBootPins Pins { get; }
    }

    private sealed class Line(string name, Action moved) : IGpioLine
    {
        public event Action? Changed
        {
            add { }
            remove { }
        }

        public bool On { get; private set; }

        public bool Gone { get; set; }

        public bool Released { get; private set; }

        public GpioLineName Name => new("gpiochip0", name);

        public bool Read() => On;

        public void Write(bool on)
        {
            if (Gone) throw new GpioException(GpioFault.Failed, $"{Name} is gone");
            On = on;
            moved();
        }

        public void Dispose() => Released = true;
    }
}
