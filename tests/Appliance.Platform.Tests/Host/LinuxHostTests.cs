// SPDX-License-Identifier: Apache-2.0
using Appliance.Platform.Host;
using Appliance.Platform.Tests.Files;
using Appliance.Ports.Host;

namespace Appliance.Platform.Tests.Host;

public sealed class LinuxHostTests : IDisposable
{
    private readonly TemporaryFolder root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public void BootId_FromTheKernel_IsTrimmed()
    {
        Write("proc/sys/kernel/random/boot_id", "0f1e2d3c-0000-1111-2222-333344445555\n");
        Assert.Equal("0f1e2d3c-0000-1111-2222-333344445555", Host().BootId);
    }

    [Fact]
    public void BootId_None_SaysUnknown() => Assert.Equal("unknown", Host().BootId);

    [Theory]
    [InlineData(null, "pi")]
    [InlineData(" ", "pi")]
    [InlineData("line-7", "line-7")]
    public void ApplianceName_Configured_BeatsTheHostName(string? configured, string name) => Assert.Equal(name, Host(configured).ApplianceName);

    [Fact]
    public void ClockQuality_KernelSynchronised_IsSynchronised() =>
        Assert.Equal(ClockQuality.Synchronised, Host(synchronised: true).ClockQuality);

    [Fact]
    public void ClockQuality_SynchronisedIn1970_IsUnset() =>
        Assert.Equal(ClockQuality.Unset, Host(synchronised: true, year: 1970).ClockQuality);

    [Fact]
    public void ClockQuality_NothingEverSetIt_IsUnset() => Assert.Equal(ClockQuality.Unset, Host().ClockQuality);

    [Fact]
    public void ClockQuality_RealTimeClock_IsFreeRunning()
    {
        _ = Directory.CreateDirectory(root.At("sys/class/rtc/rtc0"));
        Assert.Equal(ClockQuality.FreeRunning, Host().ClockQuality);
    }

    [Fact]
    public void ClockQuality_SynchronisedEarlierInThisBoot_IsFreeRunning()
    {
        Write("run/systemd/timesync/synchronized", string.Empty);
        Assert.Equal(ClockQuality.FreeRunning, Host().ClockQuality);
    }

    [Fact]
    public void Machine_ThisOne_HasANameAndAnswers()
    {
        var host = new LinuxHost(TimeProvider.System);
        Assert.NotEmpty(host.ApplianceName);
        Assert.NotEmpty(host.BootId);
        Assert.True(Enum.IsDefined(host.ClockQuality));
    }

    private LinuxHost Host(string? name = null, bool synchronised = false, int year = 2027) =>
        new(new FixedTime(year), name, new HostSources(root.Path, () => synchronised, () => "pi"));

    private void Write(string path, string text)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(root.At(path))!);
        File.WriteAllText(root.At(path), text);
    }

    private sealed class FixedTime(int year) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(year, 6, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
