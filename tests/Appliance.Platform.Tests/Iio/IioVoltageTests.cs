// SPDX-License-Identifier: Apache-2.0
using Appliance.Platform.Iio;
using Appliance.Platform.Tests.Files;
using Appliance.Ports.Power;

namespace Appliance.Platform.Tests.Iio;

/// <summary>Converters in a tree that looks like sysfs.</summary>
public sealed class IioVoltageTests : IDisposable
{
    private readonly TemporaryFolder _devices = new();

    public void Dispose() => _devices.Dispose();

    [Fact]
    public void Read_ChannelWithItsOwnScale_IsRawTimesScale()
    {
        Add("iio:device3", "ads1015", ("in_voltage2_raw", "825"), ("in_voltage2_scale", "2.000000000"), ("in_voltage_scale", "9"));
        Assert.Equal(1650m, new IioVoltage("ads1015", 2, _devices.Path).ReadMillivolts());
    }

    [Fact]
    public void Read_ChannelWithoutScale_TakesTheCommonOne()
    {
        Add("iio:device0", "mcp3208", ("in_voltage0_raw", "-4"), ("in_voltage_scale", "0.805664"));
        Assert.Equal(-3.222656m, new IioVoltage("mcp3208", 0, _devices.Path).ReadMillivolts());
    }

    [Fact]
    public void Read_ConverterThatIsNotThere_IsTold()
    {
        var refused = Assert.Throws<TargetPowerException>(() => new IioVoltage("ads1015", 0, _devices.Path).ReadMillivolts());
        Assert.Contains("no analog converter ads1015", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TwoOfOneName_IsTold()
    {
        Add("iio:device0", "ads1015");
        Add("iio:device1", "ads1015");
        Assert.Contains("several", Assert.Throws<TargetPowerException>(() => new IioVoltage("ads1015", 0, _devices.Path).ReadMillivolts()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("busy")]
    [InlineData("")]
    public void Read_Garbage_IsTold(string raw)
    {
        Add("iio:device0", "ads1015", ("in_voltage0_raw", raw), ("in_voltage_scale", "1"));
        Assert.Contains("Channel 0", Assert.Throws<TargetPowerException>(() => new IioVoltage("ads1015", 0, _devices.Path).ReadMillivolts()).Message, StringComparison.Ordinal);
    }

    private void Add(string device, string name, params (string File, string Text)[] files)
    {
        var folder = Directory.CreateDirectory(_devices.At(device)).FullName;
        File.WriteAllText(Path.Combine(folder, "name"), name + "\n");
        foreach (var (file, text) in files) File.WriteAllText(Path.Combine(folder, file), text + "\n");
    }
}
