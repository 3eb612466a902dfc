// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.DebugRoute;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Records;
using Appliance.Jobs.Running;
using Appliance.Jobs.Serials;
using Appliance.Platform.Files;
using Appliance.Platform.Host;
using Appliance.Ports.Files;
using Appliance.Probes.Swd;
using Appliance.Simulation;
using Appliance.Targets.Descriptions;

namespace Appliance.Lab.Tests.PowerCuts;

/// <summary>
/// The program that is killed: the product's job runner, journal and ledger, pressing PROG without end on simulated boards, each with a chip of
/// its own and every third one twice. It says what was promised: <c>HAS</c> what the journal held at the start, <c>BEGIN</c>, and <c>ACK</c> when the
/// panel would go green or red. Started as <c>dotnet Appliance.Lab.Tests.dll jobs FOLDER FIRST LIMIT [unsynced]</c>.
/// </summary>
internal static class JobWriter
{
    private const string Target = "stm32f103cb";
    private const uint Start = 0x08000000;

    /// <summary>Runs until it is killed.</summary>
    /// <param name="folder">Of the journal.</param>
    /// <param name="first">Number of the first board.</param>
    /// <param name="limit">Boards that may be made in all.</param>
    /// <param name="unsynced">The fault: acknowledges what no flush has put on the disk.</param>
    /// <param name="say">Takes a line at once.</param>
    /// <param name="cancel">Ends it in a test of its own.</param>
    public static void Run(string folder, int first, long limit, bool unsynced, Action<string> say, CancellationToken cancel)
    {
        var disk = unsynced ? new AcknowledgesBeforeSync(new DurableFolder(folder)) : (IDurableFolder)new DurableFolder(folder);
        using var journal = RecordJournal.Open(disk, new LinuxHost(TimeProvider.System, "lab"), TimeProvider.System);
        var ledger = SerialLedger.Open(journal, disk);
        foreach (var record in new RecordReader(disk).All()) say($"HAS {record.Id} {RecordVerdictWord(record.Verdict)} {Serial(record.Serial)} {record.Target?.UniqueId ?? "-"}");
        var records = new JournalRecords(journal, TimeProvider.System, () => ledger);
        var plan = new SerialPlan("lab", new NumberFormat(new SerialRange(1, 1_000_000, 1), Start + 0x100, 4, SerialOrder.LittleEndian, bcd: false), Limit: limit);
        say("READY");
        for (var board = first; !cancel.IsCancellationRequested; board++)
        {
            Press(records, plan, board % 3 == 0 ? board - 1 : board, say, cancel);
        }
    }

    private static string RecordVerdictWord(RecordVerdict verdict) => verdict.ToString().ToUpperInvariant();

    private static string Serial(string? serial) => string.IsNullOrEmpty(serial) ? "-" : serial;

    private static void Press(JournalRecords records, SerialPlan plan, int board, Action<string> say, CancellationToken cancel)
    {
        var outcome = new JobRunner(new Boards(board), records, TimeProvider.System).Run(
            () => Prepared(plan),
            PressSource.Button,
            happened =>
            {
                if (happened is JobStarted started) say($"BEGIN {started.RecordId}");
            },
            cancel);
        say($"ACK {outcome.RecordId} {(outcome.Verdict == Verdict.Pass ? "PASS" : "FAIL")} {Serial(outcome.Serial)} {outcome.Error?.Entry.Code ?? "-"}");
    }

    private static PreparedJob Prepared(SerialPlan plan)
    {
        var chip = ChipCatalog.Default.Find(Target);
        var image = FirmwareImage.FromBytes(Start, [.. Enumerable.Range(0, 64).Select(i => (byte)i)]);
        var project = new Project { Name = "lab", Revision = "1", Target = Target, Files = [], ContentHash = new string('0', 64) };
        return new PreparedJob(project, chip, image, FlashPlanner.Plan(image, chip, new FlashPolicy(project.Erase, project.Verify, project.SwclkHz)), plan);
    }

    private sealed class Boards(int board) : ISessionFactory
    {
        public string ProbeName => "sim";

        public bool Simulated => true;

        public Flashing.ITargetSession Open(ChipDescription chip, CancellationToken cancel) =>
            new DebugRouteSession(new SwdLink(SimulatedBoard.Create(Target, new SimulationOptions { Seed = board }).OpenSwd()), chip);
    }

    /// <summary>The fault that the power cuts have to show: every flush is answered at once, and left to the kernel.</summary>
    private sealed class AcknowledgesBeforeSync(IDurableFolder folder) : IDurableFolder
    {
        public string Description => folder.Description;

        public IReadOnlyList<string> Names() => folder.Names();

        public IDurableFile Open(string name) => new UnsyncedFile(folder.Open(name));

        public Stream? OpenRead(string name) => folder.OpenRead(name);

        public void Replace(string name, ReadOnlySpan<byte> contents) => folder.Replace(name, contents);

        public void Rename(string from, string to) => folder.Rename(from, to);

        public void Delete(string name) => folder.Delete(name);

        public (long Free, long Total) Space() => folder.Space();

        private sealed class UnsyncedFile(IDurableFile file) : IDurableFile
        {
            public long Length => file.Length;

            public void Append(ReadOnlySpan<byte> bytes) => file.Append(bytes);

            public void Flush()
            {
            }

            public void Truncate(long length) => file.Truncate(length);

            public void Dispose() => file.Dispose();
        }
    }
}
