// SPDX-License-Identifier: Apache-2.0
// Fills the journal of an appliance's home with some 900 records of nine days, so that pages and charts have something to show: Appliance.Browser.Seed HOME
using Appliance.Browser.Seed;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Records;
using Appliance.Platform.Files;
using Appliance.Targets.Descriptions;

var home = args.Single();
var folder = new DurableFolder(Path.Combine(home, "data", "journal"));
var end = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(5);
var clock = new SeedClock(end - TimeSpan.FromDays(9));
var dice = new Random(7);

for (var day = 0; day <= 9; day++)
{
    using var journal = RecordJournal.Open(folder, new SeedHost(), clock);
    var line = new Line(journal, clock);
    for (var shift = 0; shift < 3; shift++)
    {
        // The night shift rests at times; the third day has a fixture with bad contacts, which the records of real lines have too.
        var boards = shift == 2 && day % 3 != 0 ? 0 : 26 + dice.Next(22);
        var product = (day + shift) % 4 == 3 ? 1 : (day + shift) % 5 == 4 ? 2 : 0;
        for (var board = 0; board < boards && clock.Now < end; board++)
        {
            line.Press(product);
            clock.Now += TimeSpan.FromSeconds(60 + dice.Next(760));
        }

        var next = end - TimeSpan.FromDays(9) + TimeSpan.FromHours((24 * day) + (8 * (shift + 1)));
        if (clock.Now < next) clock.Now = next < end ? next : end;
    }

    if (day is 2 or 6) line.Cut();
}

// A good project to upload, and one with mistakes.
foreach (var (name, revision) in new[] { ("good", "1.4"), ("next", "1.5") })
{
    var project = Path.Combine(home, "upload", name);
    DemoProject.Create(ChipCatalog.Default.Find("stm32f103cb")).WriteFolder(project);
    var yaml = Path.Combine(project, "project.yaml");
    File.WriteAllText(yaml, File.ReadAllText(yaml).Replace("Demo stm32f103cb", "Door controller", StringComparison.Ordinal).Replace("\"1.0\"", $"\"{revision}\"", StringComparison.Ordinal));
    System.IO.Compression.ZipFile.CreateFromDirectory(project, project + ".zip");
}

var bad = Path.Combine(home, "upload", "bad");
Directory.CreateDirectory(bad);
File.WriteAllText(Path.Combine(bad, "project.yaml"), "name: Door controller\nrevision: \"1.5\"\ntarget: stm32f103cx\nverfy: readback\nfiles:\n  - path: missing.bin\n    address: 0x08000000\n");
System.IO.Compression.ZipFile.CreateFromDirectory(bad, bad + ".zip");
