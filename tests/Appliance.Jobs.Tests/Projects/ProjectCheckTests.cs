// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Jobs.Projects;
using Appliance.Targets.Descriptions;

namespace Appliance.Jobs.Tests.Projects;

/// <summary>One look at a project finds the mistakes of its text and those of what the text names.</summary>
public sealed class ProjectCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
    }

    [Fact]
    public void MistakesInTextChipAndFiles_Check_AllAtOnce()
    {
        _folder.Write("bad.hex", ":00000002FF\n");
        string[] expected =
        [
            "3:9 unknown-target stm32f103cb", "4:1 unknown-key verify", "5:8 bad-value -", "6:8 bad-value sectors",
            "8:5 missing-file -", "9:5 bad-firmware -", "10:10 unsupported -",
        ];
        Assert.Equal(expected, Check(
            "name: Door\nrevision: 1\ntarget: stm32f103cbx\nverfy: crc\nswclk: 4 GHz\nerase: sector\nfiles:\n  - nowhere.hex\n  - bad.hex\nconnect: under-reset\n"));
    }

    [Fact]
    public void MistakeInTextAndImageOutsideFlash_Check_BothAtOnce()
    {
        _folder.Write("a.bin", [1, 2, 3, 4]);
        Assert.Equal(
            ["4:10 bad-value -", "6:3 image-outside -"],
            Check("name: Door\nrevision: 1\ntarget: stm32f103cb\nretries: many\nfiles:\n  - {path: a.bin, address: 0x60000000}\n"));
    }

    [Theory]
    [InlineData("{path: a.bin, adress: 0x08000000}", "5:19 unknown-key address")]
    [InlineData("{path: a.bin, address: here}", "5:28 bad-value -")]
    [InlineData("{pth: a.bin, address: 0x08000000}", "5:6 unknown-key path")]
    public void MistakeInAFileEntry_Check_BringsNoSecondOne(string entry, string expected)
    {
        _folder.Write("a.bin", [1, 2, 3, 4]);
        Assert.Equal([expected], Check($"name: Door\nrevision: 1\ntarget: stm32f103cb\nfiles:\n  - {entry}\n"));
    }

    [Theory]
    [InlineData("target: STM32F103CB", "3:9 bad-value stm32f103cb")]
    [InlineData("target:", "1:1 missing-key -")]
    [InlineData("tagret: stm32f103cb", "3:1 unknown-key target")]
    public void MistakeInTheTarget_Check_BringsNoSecondOne(string line, string expected)
    {
        _folder.Write("a.bin", [1, 2, 3, 4]);
        Assert.Equal([expected], Check($"name: Door\nrevision: 1\n{line}\nfiles:\n  - {{path: a.bin, address: 0x08000000}}\n"));
    }

    [Fact]
    public void OptionsThatCannotBe_Check_EachWithItsPlace()
    {
        _folder.Write("a.bin", [1, 2, 3, 4]);
        string[] expected = ["7:3 unsupported -", "7:15 bad-option nRST_STOP", "8:12 bad-option -", "9:8 bad-option -", "10:9 unsupported -"];
        Assert.Equal(expected, Check(
            "name: Door\nrevision: 1\ntarget: stm32l476rg\nfiles:\n  - {path: a.bin, address: 0x08000000}\noptions:\n  nRST_STOPP: 1\n  BOR_LEV: 9\n  RDP: level-2\nunlock: true\n"));
    }

    [Theory]
    [InlineData("options: [RDP]", "6:10 wrong-type -")]
    [InlineData("options: {RDP: [1]}", "6:16 bad-value -")]
    [InlineData("options: {RDP: 'level 1'}", "6:16 bad-value -")]
    [InlineData("irreversible: RDP", "6:15 wrong-type -")]
    [InlineData("irreversible: [[RDP]]", "6:16 bad-value -")]
    [InlineData("unlock: yes", "6:9 bad-value -")]
    [InlineData("keep: 0x08010000-0x08010FFF", "6:7 wrong-type -")]
    [InlineData("keep: ['0x08010000']", "6:8 bad-value -")]
    [InlineData("keep: ['0x08010FFF-0x08010000']", "6:8 bad-value -")]
    [InlineData("keep: ['0x08000000-0x08000003']", "5:3 image-outside -")]
    public void OptionsWrittenWrongly_Check_AreSaid(string line, string expected)
    {
        _folder.Write("a.bin", [1, 2, 3, 4]);
        Assert.Equal([expected], Check($"name: Door\nrevision: 1\ntarget: stm32l476rg\nfiles:\n  - {{path: a.bin, address: 0x08000000}}\n{line}\n"));
    }

    [Fact]
    public void RangeThatSurvives_Check_IsInThePlanInTheHashAndNotWithUnlock()
    {
        _folder.Write("a.bin", [1, 2, 3, 4]);
        const string text = "name: Door\nrevision: 1\ntarget: stm32f103cb\nfiles:\n  - {path: a.bin, address: 0x08000000}\nerase: chip\n";
        _folder.Write("project.yaml", text);
        var plain = ProjectCheck.Check(_folder.Path, ChipCatalog.Default).Job!;
        _folder.Write("project.yaml", text + "keep: ['0x0801FC00-0x0801FFFF']\n");
        var job = ProjectCheck.Check(_folder.Path, ChipCatalog.Default).Job!;

        Assert.Equal(127, job.Plan.Sectors.Count);
        Assert.NotEqual(plain.Project.ContentHash, job.Project.ContentHash);
        Assert.Equal(["7:7 unsupported -"], Check(text + "keep: ['0x0801FC00-0x0801FFFF']\nunlock: true\n").Where(problem => problem.StartsWith("7:", StringComparison.Ordinal)));
    }

    [Fact]
    public void Options_Check_AreInThePlanAndInTheHash()
    {
        _folder.Write("a.bin", [1, 2, 3, 4]);
        const string text = "name: Door\nrevision: 1\ntarget: stm32l476rg\nfiles:\n  - {path: a.bin, address: 0x08000000}\n";
        _folder.Write("project.yaml", text);
        var plain = ProjectCheck.Check(_folder.Path, ChipCatalog.Default).Job!;
        _folder.Write("project.yaml", text + "options:\n  RDP: level-1\n  BOR_LEV: 2\nunlock: true\n");
        var job = ProjectCheck.Check(_folder.Path, ChipCatalog.Default).Job!;

        Assert.Null(plain.Plan.Options);
        Assert.Equal(["BOR_LEV=2", "RDP=level-1"], job.Plan.Options!.All.Select(option => option.ToString()));
        Assert.True(job.Project.Unlock);
        Assert.NotEqual(plain.Project.ContentHash, job.Project.ContentHash);
    }

    private IEnumerable<string> Check(string text)
    {
        _folder.Write("project.yaml", text);
        return ProjectCheck.Check(_folder.Path, ChipCatalog.Default, SessionCapabilities.Readback | SessionCapabilities.MassErase | SessionCapabilities.SectorErase)
            .Problems.Select(problem => $"{problem.Line}:{problem.Column} {problem.CodeText} {problem.Suggestion ?? "-"}");
    }
}
