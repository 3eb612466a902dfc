// SPDX-License-Identifier: Apache-2.0
using Appliance.Adapters.Contracts;
using Appliance.Platform.Gpio;
using Appliance.Ports.Gpio;

namespace Appliance.Adapters.DeviceGpio.Tests;

/// <summary>The contract over the real finder of lines; and, over a finder that invents a chip, what the library's refusals become.</summary>
public sealed class DeviceGpioTests : GpioContract
{
    private static readonly GpioLineName Named = new("invented", "LED");

    protected override IGpio Create() => new DeviceGpio(new GpioCharacterDevice());

    [Fact]
    public void OpenOutput_ChipThatVanished_IsTheLibrarysErrorUnderThePortsName()
    {
        var refused = Assert.Throws<GpioException>(() => new DeviceGpio(new InventsAChip()).OpenOutput(Named, new GpioOutput()));

        Assert.Contains("LED of invented", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenOutput_WhatTheLibraryCannot_IsOpenedBeneath()
    {
        var beneath = new InventsAChip();
        var gpio = new DeviceGpio(beneath);

        _ = Assert.Throws<NotSupportedException>(() => gpio.OpenOutput(Named, new GpioOutput(OpenDrain: true)));
        _ = Assert.Throws<NotSupportedException>(() => gpio.OpenOutput(Named, new GpioOutput(Bias: GpioBias.PullUp)));
        _ = Assert.Throws<NotSupportedException>(() => gpio.OpenInput(Named, new GpioInput(Bias: GpioBias.Off)));
        Assert.Equal(3, beneath.Opened);
    }

    [Theory]
    [InlineData("Error setting pin mode, Device or resource busy", GpioFault.Busy)]
    [InlineData("Could not open chip: Permission denied", GpioFault.NoAccess)]
    [InlineData("Could not request lines: Operation not permitted", GpioFault.NoAccess)]
    [InlineData("No such device", GpioFault.NotFound)]
    [InlineData("Invalid argument", GpioFault.Failed)]
    public void Refusal_OfTheLibrary_IsTold(string message, GpioFault fault)
    {
        var told = DeviceGpioFaults.From(Named, new IOException(message));

        Assert.Equal(fault, told.Fault);
        Assert.Contains(message, told.Message, StringComparison.Ordinal);
    }

    /// <summary>Knows a line that no chip of this machine has, and counts the lines it was asked for itself.</summary>
    private sealed class InventsAChip : IGpio
    {
        public int Opened { get; private set; }

        public IReadOnlyList<GpioChip> Chips() => [new(4093, "invented", ["", "LED"])];

        public IGpioLine OpenInput(GpioLineName name, GpioInput input) => Count();

        public IGpioLine OpenOutput(GpioLineName name, GpioOutput output) => Count();

        private IGpioLine Count()
        {
            Opened++;
            throw new NotSupportedException();
        }
    }
}
