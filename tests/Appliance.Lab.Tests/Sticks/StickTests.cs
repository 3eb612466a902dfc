// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Lab.Tests.Lab;
using Xunit.Abstractions;

namespace Appliance.Lab.Tests.Sticks;

/// <summary>A stick from its socket to the lamps: the kernel, udev, our units, the service.</summary>
public sealed class StickTests(SharedGuest shared, SharedStickBench benches, ITestOutputHelper output) : GuestTest(shared, output), IClassFixture<SharedStickBench>
{
    [GuestFact]
    public async Task Stick_WithOneProject_IsMountedSafely_Taken_Selected_AndPulled()
    {
        var bench = await benches.GetAsync(Guest);
        using var stick = await StickBench.DoorAsync("1");
        var watch = await bench.Lamps.WatchAsync("sticks", "BUSY", "FAIL", "BUZZER");
        var plugged = await Guest.Usb.PlugStickAsync(stick);
        await bench.UntilLoggedAsync("Door 1 is selected.");

        // Only a stick that is ready or refused is heard; this one is not refused, or it would not be selected.
        await watch.UntilSeenAsync("BUZZER", level: true);
        await watch.StopAsync();
        var mount = await Guest.RunAsync("grep /run/appliance-sticks /proc/mounts");
        foreach (var option in new[] { " vfat ", "ro,", "nosuid", "nodev", "noexec", "nosymfollow" }) Assert.Contains(option, mount, StringComparison.Ordinal);
        await plugged.PullAsync();
        await bench.UntilNoStickAsync();
        await bench.UntilLoggedAsync("The stick was pulled out.");
        Assert.Contains("* ", await bench.ProjectsAsync(), StringComparison.Ordinal);
    }

    [GuestFact]
    public async Task Sticks_PulledAtAnyMoment_LeaveTheOldProjectOrTheNewOne()
    {
        var bench = await benches.GetAsync(Guest);
        using (var first = await StickBench.DoorAsync("0"))
        {
            var plugged = await Guest.Usb.PlugStickAsync(first);
            await bench.UntilLoggedAsync("Door 0 is selected.");
            await plugged.PullAsync();
            await bench.UntilNoStickAsync();
        }

        var random = new Random(6);
        for (var round = 1; round <= Rounds; round++)
        {
            await bench.ForgetAsync();
            using var stick = await StickBench.DoorAsync($"{round}", 100_000);
            var plugged = await Guest.Usb.PlugStickAsync(stick);
            await Guest.RunAsync(string.Create(CultureInfo.InvariantCulture, $"sleep {random.NextDouble() * 4:0.00}"));
            await plugged.PullAsync();
            await bench.UntilNoStickAsync();
        }

        var projects = await bench.ProjectsAsync();
        Assert.DoesNotContain("damaged", projects, StringComparison.Ordinal);
        Assert.Single(projects.Split('\n'), line => line.StartsWith("* ", StringComparison.Ordinal));
        using var last = await StickBench.DoorAsync("last");
        var whole = await Guest.Usb.PlugStickAsync(last);
        await bench.UntilLoggedAsync("Door last is selected.");
        await whole.PullAsync();
        await bench.UntilNoStickAsync();
    }

    [GuestFact]
    public async Task Records_AreCarriedOut_OnlyWhereAFileAsks()
    {
        var bench = await benches.GetAsync(Guest);
        using var stick = await StickImage.CreateAsync("RECORDS");
        await stick.WriteAsync("appliance-export.txt", "records: both\n");
        var plugged = await Guest.Usb.PlugStickAsync(stick);
        await bench.UntilLoggedAsync("Records are on the stick");
        await plugged.PullAsync();
        await bench.UntilNoStickAsync();
        var files = (await stick.ListAsync()).Where(name => name != "appliance-export.txt").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(2, files.Count);
        Assert.All(files, name => Assert.Matches(@"^appliance-records-lab_1-\d{8}\.(csv|jsonl)$", name));
        Assert.StartsWith("record,sequence,", await stick.ReadAsync(files[0]), StringComparison.Ordinal);
    }

    [GuestFact]
    public async Task Stick_WithoutAKnownFileSystem_IsRefusedInWords()
    {
        var bench = await benches.GetAsync(Guest);
        using var stick = await StickImage.CreateAsync("GARBAGE");
        await using (var image = new FileStream(stick.Path, FileMode.Open)) image.Write(new byte[1 << 20]);
        var plugged = await Guest.Usb.PlugStickAsync(stick);
        await bench.UntilLoggedAsync("E701 stick-unreadable");
        await plugged.PullAsync();
        await bench.UntilNoStickAsync();
    }

    /// <summary>Pulls at random moments: 10, and 100 in the soak.</summary>
    private static int Rounds => Environment.GetEnvironmentVariable("APPLIANCE_LONG") == "1" ? 100 : 10;
}
