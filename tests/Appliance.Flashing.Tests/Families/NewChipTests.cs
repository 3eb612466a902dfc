// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Flashing.DebugRoute;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Loaders;
using Appliance.Probes.Swd;
using Appliance.Simulation;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.Families;

/// <summary>A chip nobody has heard of, with a flash controller that is known, is added by data alone.</summary>
public class NewChipTests
{
    /// <summary>The silicon of the simulated board under another name, with half of its flash named.</summary>
    private const string Data = """
        {
          "family": "stm32zz", "covers": "a chip that is not made", "documents": { "none": "no document" },
          "templates": {
            "one": {
              "cores": [ { "ap": 0, "part": "0xC24" } ], "dpidr": [ "0x6BA02477" ],
              "deviceId": { "address": "0xE0042000", "mayReadZero": false }, "devId": "0x495", "flashSize": "0x1FFF75E0",
              "sizeWordsKiB": [ 512, 1024 ], "uniqueId": { "address": "0x1FFF7590", "bytes": 12 },
              "readProtection": { "address": "0x58004020", "mask": "0xFF", "levels": { "0xAA": 0 }, "otherwise": 1 },
              "freeze": [ { "address": "0xE004203C", "set": "0x1000" } ],
              "flash": [ { "start": "0x08000000", "layout": "D", "controller": "0x58004000", "unit": 8, "erased": "0xFF" } ],
              "sectors": [ { "count": 3, "bytes": 4096, "eraseMilliseconds": [ 20, 25 ] }, { "bytes": 4096 } ],
              "ram": "0x20000000", "watchdogKey": "0x40003000",
              "times": { "unitMicroseconds": [ 80, 91 ], "sectorMilliseconds": [ 22, 25 ], "noMassErase": "none needed here" },
              "timesSource": "none", "sources": [ "none" ]
            }
          },
          "parts": [ { "name": "stm32zz99e", "template": "one", "packages": "T", "flashKiB": 512, "ramKiB": 64 } ]
        }
        """;

    [Fact]
    public void Chip_OfAKnownController_NeedsDataOnly()
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(Data));
        var chip = ChipCatalog.Load([("stm32zz.json", json)]).Find("STM32ZZ99ET6");
        var board = SimulatedBoard.Create("stm32wb55rg", new SimulationOptions { Cpu = LoaderRig.Engines });
        using var session = new DebugRouteSession(new SwdLink(board.OpenSwd()), chip);
        var image = LoaderRig.Random(0x3000, 4, LoaderRig.Flash + 0x1800);
        var plan = FlashPlanner.Plan(image, chip, new FlashPolicy(EraseRequest.Sectors, VerifyMethod.Crc, 4_000_000));

        session.Connect(new ConnectSettings(4_000_000, ConnectMode.Auto, TimeSpan.FromSeconds(5)), default);
        session.Identify(default);
        session.Erase(plan, null, default);
        session.Program(plan, image, null, default);

        Assert.Equal(new VerifyEvidence("crc", image.ByteCount, image.Crc32), session.Verify(plan, image, null, default));
        Assert.Equal([3, 125], chip.Flash[0].Sectors.Select(run => run.Count));
        Assert.Empty(board.Chip.Violations.List);
    }
}
