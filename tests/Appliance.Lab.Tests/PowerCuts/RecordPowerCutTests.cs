// SPDX-License-Identifier: Apache-2.0
using Appliance.Lab.Tests.Lab;
using Xunit.Abstractions;

namespace Appliance.Lab.Tests.PowerCuts;

/// <summary>
/// The plug is pulled while boards are made, on a disk that loses, reorders and tears what was not flushed: no acknowledged record is lost, no
/// serial goes to two boards, no limit is passed, and what was interrupted says so. 5 rounds; 50 where APPLIANCE_LONG=1.
/// </summary>
public sealed class RecordPowerCutTests(ITestOutputHelper output) : IDisposable
{
    private const int DiskBytes = 64 << 20;
    private const int Seed = 20261121;

    /// <summary>Most writes and flushes between a cut that was decided and the cut: some three jobs.</summary>
    private const int MostCommands = 30;

    private readonly string _folder = Directory.CreateTempSubdirectory("cut-").FullName;

    private static int Rounds => Environment.GetEnvironmentVariable("APPLIANCE_LONG") == "1" ? 50 : 5;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [GuestFact]
    public async Task PowerCuts_LoseNothingThatWasAcknowledged()
    {
        var unflushed = 0;
        var promises = new Promises(limit: Rounds + 1);
        var disk = new VolatileDisk(await FormattedAsync());
        using var server = new NbdServer(disk, Path.Combine(_folder, "nbd"));
        for (var round = 0; round <= Rounds; round++)
        {
            unflushed += await Round(disk, promises, round, Rounds + 1, round == Rounds ? 0 : 1 + new Random(Seed + round).Next(4));
            Assert.True(promises.Broken.Count == 0, $"Round {round}, seed {Seed}: {string.Join(' ', promises.Broken)}");
        }

        output.WriteLine($"{Rounds} cuts: {promises.Acknowledged} jobs acknowledged, {promises.Interrupted} found interrupted, {unflushed} writes not flushed.");
        Assert.Null(server.Trouble);
        Assert.True(promises.Acknowledged >= Rounds, "The machine made too few boards to prove anything.");
        Assert.True(unflushed > 0, "The cuts cut nothing.");
    }

    [GuestFact]
    public async Task PowerCuts_OnAWriterThatAcknowledgesBeforeItSyncs_ShowIt()
    {
        var promises = new Promises(limit: 100);
        var disk = new VolatileDisk(await FormattedAsync());
        using var server = new NbdServer(disk, Path.Combine(_folder, "nbd"));
        await Round(disk, promises, 1, 100, 3, "unsynced");
        Assert.Empty(promises.Broken);

        await Round(disk, promises, 3, 100, 0, "unsynced");

        Assert.Contains(promises.Broken, broken => broken.EndsWith("was acknowledged and is lost.", StringComparison.Ordinal));
    }

    /// <summary>LiteDB 5.0.21 syncs nothing on commit: that it is only the index, and never the record, is for this reason.</summary>
    [FullGuestFact]
    public async Task PowerCuts_OnLiteDbAlone_LoseWhatItCommitted()
    {
        var disk = new VolatileDisk(await FormattedAsync());
        using var server = new NbdServer(disk, Path.Combine(_folder, "nbd"));
        string[] program = ["litedb", CutMachine.Folder];
        var (has, acknowledged) = ("", 0);
        for (var round = 1; round <= 2; round++)
        {
            await Life(disk, round, program, line =>
            {
                if (line.StartsWith("HAS ", StringComparison.Ordinal)) has = line[4..];
                else if (line.StartsWith("ACK ", StringComparison.Ordinal)) acknowledged = int.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture);
                return round == 1 ? acknowledged == 200 : line == "READY";
            });
        }

        output.WriteLine($"{acknowledged} committed; after the cut it has {has}.");
        Assert.Equal(200, acknowledged);
        Assert.NotEqual("200", has);
    }

    /// <summary>One life of the machine: from power to the cut.</summary>
    /// <param name="disk">Its disk.</param>
    /// <param name="promises">Learns what the program says.</param>
    /// <param name="round">Its number; in odd ones the plug is pulled right at the acknowledgement, in others in the place of a later write or flush.</param>
    /// <param name="limit">Boards that may be made.</param>
    /// <param name="jobs">Acknowledgements before the cut; 0 cuts when the program is up.</param>
    /// <param name="fault">Fault of the writer.</param>
    /// <returns>Writes that no flush had reached.</returns>
    private async Task<int> Round(VolatileDisk disk, Promises promises, int round, long limit, int jobs, params string[] fault)
    {
        var random = new Random(Seed + round);
        var (ready, acknowledged) = (false, 0);
        return await Life(disk, round, ["jobs", CutMachine.Folder, $"{(round * 1000) + 1}", $"{limit}", .. fault], line =>
        {
            promises.Take(line);
            ready |= line == "READY";
            if (line.StartsWith("ACK ", StringComparison.Ordinal)) acknowledged++;
            if (!ready || acknowledged < jobs) return false;
            if (round % 2 == 1 || jobs == 0) return true;
            if (acknowledged == jobs) disk.CutAfter(random.Next(1, MostCommands));
            return false;
        });
    }

    /// <summary>A program from power to the cut.</summary>
    /// <param name="disk">Its disk.</param>
    /// <param name="round">Number of the life.</param>
    /// <param name="program">Which program, and what it is told.</param>
    /// <param name="cut">Takes a line of it; whether the plug is pulled now.</param>
    /// <returns>Writes that no flush had reached.</returns>
    private async Task<int> Life(VolatileDisk disk, int round, string[] program, Func<string, bool> cut)
    {
        using var deadline = new CancellationTokenSource(Patience.Boot);
        var image = await GuestImage.GetAsync();
        using var machine = CutMachine.Switch(image, await BuiltAppliance.GetAsync(), _folder, Path.Combine(_folder, "nbd"), program);
        void Cut() => machine.Kill();
        disk.Cut += Cut;
        var ready = false;
        try
        {
            await foreach (var line in machine.SaysAsync(deadline.Token))
            {
                ready |= line == "READY";
                if (cut(line)) machine.Kill();
            }
        }
        catch (OperationCanceledException late)
        {
            throw new LabException($"Round {round} did not end. {machine.Console}", late);
        }
        finally
        {
            disk.Cut -= Cut;
        }

        if (!ready) throw new LabException($"Round {round}: the program did not come up. {machine.Console}");
        return disk.PowerCut(new Random(Seed - round));
    }

    private async Task<byte[]> FormattedAsync()
    {
        var file = Path.Combine(_folder, "disk");
        using (var made = File.Create(file)) made.SetLength(DiskBytes);
        await HostProgram.RunAsync("mke2fs", ["-q", "-t", "ext4", "-b", $"{VolatileDisk.Sector}", "-F", file], Patience.Tool);
        return await File.ReadAllBytesAsync(file);
    }
}
