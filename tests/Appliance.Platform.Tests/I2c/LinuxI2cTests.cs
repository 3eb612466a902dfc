// SPDX-License-Identifier: Apache-2.0
using Appliance.Platform.I2c;
using Appliance.Platform.Tests.Files;
using Appliance.Ports.I2c;
using Microsoft.Win32.SafeHandles;

namespace Appliance.Platform.Tests.I2c;

/// <summary>Buses in a tree that looks like sysfs; transfers in a kernel that writes them down.</summary>
public sealed class LinuxI2cTests : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly FakeKernel _kernel = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Buses_OfATree_AreNumbersNamesAndPlaces()
    {
        AddBus(11, "Synopsys DesignWare I2C adapter", "i2c@74000");
        AddBus(1, "bcm2835 (i2c@7e804000)", null);

        Assert.Equal([new(1, "bcm2835 (i2c@7e804000)", ""), new I2cBus(11, "Synopsys DesignWare I2C adapter", "i2c@74000")], I2c().Buses());
    }

    [Fact]
    public void Buses_WhereThereAreNone_IsAnEmptyList() => Assert.Empty(I2c().Buses());

    [Fact]
    public void Write_GoesWholeToTheDeviceOfTheBus()
    {
        AddBus(3, "bus", null);
        using (var device = I2c().Open("bus", 0x3C)) device.Write([0x00, 0xAF]);

        Assert.Equal([$"open {_root.Path}/dev/i2c-3", "address 3c", "write 00AF"], _kernel.Log);
    }

    [Fact]
    public void Open_TwoBusesOfOneName_AreToldApartByTheirPlaces()
    {
        AddBus(1, "Synopsys DesignWare I2C adapter", "i2c@70000");
        AddBus(2, "Synopsys DesignWare I2C adapter", "i2c@74000");

        var refused = Assert.Throws<I2cException>(() => I2c().Open("Synopsys DesignWare I2C adapter", 0x3C));
        Assert.Contains("i2c@70000, i2c@74000", refused.Message, StringComparison.Ordinal);
        I2c().Open("i2c@74000", 0x3C).Dispose();
        Assert.Equal($"open {_root.Path}/dev/i2c-2", _kernel.Log[0]);
    }

    [Theory]
    [InlineData("open", 13, I2cFault.NoAccess)]
    [InlineData("open", 2, I2cFault.NotFound)]
    [InlineData("address", 16, I2cFault.Busy)]
    [InlineData("write", 6, I2cFault.NoAnswer)]
    [InlineData("write", 121, I2cFault.NoAnswer)]
    [InlineData("write", 110, I2cFault.Failed)]
    public void Refusal_OfTheKernel_HasItsCauseAndTheBusName(string call, int errno, I2cFault fault)
    {
        AddBus(1, "bus one", null);
        _kernel.Refuse = (call, errno);

        var refused = Assert.Throws<I2cException>(() =>
        {
            using var device = I2c().Open("bus one", 0x3C);
            device.Write([1]);
        });
        Assert.Equal(fault, refused.Fault);
        Assert.Contains("bus one", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x07)]
    [InlineData(0x78)]
    public void Open_AddressThatIsReserved_IsAMistake(int address)
    {
        AddBus(1, "bus", null);
        Assert.Throws<ArgumentOutOfRangeException>(() => I2c().Open("bus", address));
    }

    [Fact]
    public void ThisMachine_CanBeLookedAt() => Assert.All(new LinuxI2c().Buses(), bus => Assert.NotEmpty(bus.Name));

    private LinuxI2c I2c() => new(_root.Path, _kernel);

    private void AddBus(int number, string name, string? node)
    {
        var bus = Directory.CreateDirectory(_root.At($"sys/class/i2c-dev/i2c-{number}"));
        File.WriteAllText(Path.Combine(bus.FullName, "name"), name + "\n");
        if (node is null) return;
        Directory.CreateDirectory(Path.Combine(bus.FullName, "device"));
        Directory.CreateSymbolicLink(Path.Combine(bus.FullName, "device", "of_node"), $"/firmware/soc/{node}");
    }

    private sealed class FakeKernel : II2cKernel
    {
        public List<string> Log { get; } = [];

        public (string Call, int Errno) Refuse { get; set; }

        public int Open(string path) => -Answer("open", path) is var refused && refused < 0 ? refused : Descriptor();

        public int SetAddress(SafeFileHandle bus, int address) => Answer("address", $"{address:x}");

        public int Write(SafeFileHandle bus, ReadOnlySpan<byte> bytes) => Answer("write", Convert.ToHexString(bytes));

        private int Answer(string call, string what)
        {
            Log.Add($"{call} {what}");
            return Refuse.Call == call ? Refuse.Errno : 0;
        }

        /// <summary>A descriptor of its own, which the other side may close.</summary>
        private static int Descriptor()
        {
            var file = File.OpenHandle("/dev/null");
            var number = (int)file.DangerousGetHandle();
            file.SetHandleAsInvalid();
            return number;
        }
    }
}
