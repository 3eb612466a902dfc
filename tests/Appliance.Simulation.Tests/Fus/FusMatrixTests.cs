// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Fus;

namespace Appliance.Simulation.Tests.Fus;

/// <summary>What each simulated FUS answers to the image of each other, against the table of the ST wiki (STM32WB FUS, section 3.3), typed in from there.</summary>
public class FusMatrixTests
{
    private static readonly string[] Versions = ["0.5.3", "1.0.2", "1.1.0", "1.1.1", "1.1.2", "1.2.0", "2.0.0", "2.1.0", "2.2.0"];

    /// <summary>One letter a column: y upgradable, n not, d by the image made for 0.5.3, a with a stack and anti-rollback.</summary>
    private static readonly string[] Table =
    [
        "n y n n n d n n n",
        "n n y n y y n n n",
        "n n y n a y n n n",
        "n n n n y y n n n",
        "n n n n y y n n n",
        "n n n n n y y y y",
        "n n n n n n y y y",
        "n n n n n n n y y",
        "n n n n n n n n y",
    ];

    public static TheoryData<string> From => [.. Versions];

    [Theory]
    [MemberData(nameof(From))]
    public void Upgrade_ToEveryOther_IsTakenAsTheTableSays(string from)
    {
        var row = Table[Array.IndexOf(Versions, from)].Split(' ');
        for (var column = 0; column < Versions.Length; column++)
        {
            Assert.Equal(row[column] is "y", Takes(from, SimulatedFusImages.Fus("x", Versions[column])));
            if (Versions[column] == "1.2.0")
                Assert.Equal(row[column] is "d", Takes(from, SimulatedFusImages.For053));
        }
    }

    [Theory]
    [InlineData("1.2.0", 0)]
    [InlineData("2.2.0", 6)]
    public void Upgrade_ImageThatIsRefused_IsErasedByFus1AndLeftByFus2(string from, int left)
    {
        var bench = new FusBench(from);
        bench.Load(SimulatedFusImages.Fus("x", "1.1.0").Build());

        bench.UpgradeToTheEnd();

        Assert.Equal(left, Enumerable.Range(0x20, 6).Count(page => bench.Bench.Chip.Flash.AsSpan(page * 4096, 16).IndexOfAnyExcept((byte)0xFF) >= 0));
    }

    private static bool Takes(string from, SimulatedFusImage image)
    {
        var bench = new FusBench(from);
        bench.Send(FusBench.GetState); // A part nobody has talked to answers properly after a reset.
        bench.Bench.Word(0xE000_ED0C, 0x05FA_0004);
        bench.Again();
        bench.Load(image.Build());

        var state = bench.UpgradeToTheEnd();

        var taken = bench.Cpu.Fus == image.Version && state is [0] or [0, 0];
        if (!taken)
            Assert.Equal([0xFF, 0x03], state);
        Assert.Equal(taken ? image.Version : from, bench.Cpu.Fus);
        Assert.Empty(bench.Bench.Chip.Violations.List);
        return taken;
    }
}
