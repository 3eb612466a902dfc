// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Flashing.Layout;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Tests.Projects;

public sealed class ProjectYamlTests
{
    private const string Minimal = "name: Door\nrevision: 1.10\ntarget: stm32f103cb\nfiles: [a.hex]\n";

    [Fact]
    public void Minimal_Read_HasDefaults()
    {
        var draft = Good(Minimal);
        Assert.Equal(("Door", "1.10", "stm32f103cb"), (draft.Values.Name, draft.Values.Revision, draft.Values.Target));
        Assert.Equal((EraseRequest.Auto, VerifyMethod.Readback, FinalState.Run), (draft.Values.Erase, draft.Values.Verify, draft.Values.Reset));
        Assert.Equal((4_000_000, ConnectMode.Auto, 1), (draft.Values.SwclkHz, draft.Values.Connect, draft.Values.Retries));
        Assert.Equal((TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(5)), (draft.Values.JobLimit, draft.Values.ConnectLimit));
        Assert.Equal(("a.hex", null, null), (draft.Files[0].Path, draft.Files[0].Address, draft.Files[0].Sha256));
    }

    [Fact]
    public void EveryKey_Read_HasItsValue()
    {
        var digest = new string('A', 64);
        var draft = Good(Minimal.Replace("[a.hex]", $"[{{path: d/b.bin, address: 0x0800F000, sha256: {digest}}}]", StringComparison.Ordinal) +
            "erase: chip\nverify: crc\nreset: halt\nswclk: 1.8 MHz\nconnect: under-reset\nlimits: {job: 2 min, connect: 500 ms}\nretries: 0\n");
        Assert.Equal((EraseRequest.Chip, VerifyMethod.Crc, FinalState.Halt), (draft.Values.Erase, draft.Values.Verify, draft.Values.Reset));
        Assert.Equal((1_800_000, ConnectMode.UnderReset, 0), (draft.Values.SwclkHz, draft.Values.Connect, draft.Values.Retries));
        Assert.Equal((TimeSpan.FromMinutes(2), TimeSpan.FromMilliseconds(500)), (draft.Values.JobLimit, draft.Values.ConnectLimit));
        Assert.Equal(("d/b.bin", 0x0800F000u, digest.ToLowerInvariant()), (draft.Files[0].Path, draft.Files[0].Address!.Value, draft.Files[0].Sha256));
    }

    [Fact]
    public void ManyMistakes_Read_AllFoundWithPlaces()
    {
        var problems = Bad("name: Door\nrevison: 1\ntarget: STM32F103CB\nerase: sector\nswclk: 4 Mhz\nretries: many\nlimits:\n  job: 60\n  conect: 5 s\nfiles:\n  - path: ../up.hex\n  - adress: 1\n");
        string[] expected =
        [
            "2:1 unknown-key revision", "3:9 bad-value stm32f103cb", "4:8 bad-value sectors", "5:8 bad-value 4 MHz",
            "6:10 bad-value -", "8:8 bad-value 60 s", "9:3 unknown-key connect", "11:11 unsafe-path -", "12:5 unknown-key address", "12:5 missing-key -",
        ];
        Assert.Equal(expected.Order(), problems.Select(problem => $"{problem.Line}:{problem.Column} {problem.CodeText} {problem.Suggestion ?? "-"}").Order());
    }

    [Theory]
    [InlineData("name: a\nname: b\n", ProblemCode.DuplicateKey, 2, 1)]
    [InlineData("name: [a]\n", ProblemCode.WrongType, 1, 7)]
    [InlineData("limits: 5\n", ProblemCode.WrongType, 1, 9)]
    [InlineData("files: a.hex\n", ProblemCode.WrongType, 1, 8)]
    [InlineData("files: []\n", ProblemCode.OutOfRange, 1, 8)]
    [InlineData("files: [a.hex, a.hex]\n", ProblemCode.DuplicateKey, 1, 16)]
    [InlineData("retries: 11\n", ProblemCode.OutOfRange, 1, 10)]
    [InlineData("retries: -1\n", ProblemCode.OutOfRange, 1, 10)]
    [InlineData("retries: '1'\n", ProblemCode.BadValue, 1, 10)]
    [InlineData("swclk: 51 MHz\n", ProblemCode.OutOfRange, 1, 8)]
    [InlineData("swclk: 999\n", ProblemCode.OutOfRange, 1, 8)]
    [InlineData("limits: {job: 999 ms}\n", ProblemCode.OutOfRange, 1, 15)]
    [InlineData("limits: {connect: 61 s}\n", ProblemCode.OutOfRange, 1, 19)]
    [InlineData("name: ' a'\n", ProblemCode.BadValue, 1, 7)]
    [InlineData("files: [{path: a, sha256: 12}]\n", ProblemCode.BadValue, 1, 27)]
    [InlineData("files: [{path: a, address: 0x123456789}]\n", ProblemCode.BadValue, 1, 28)]
    [InlineData("- a\n", ProblemCode.WrongType, 1, 1)]
    [InlineData("name: &a x\n", ProblemCode.Syntax, 1, 7)]
    [InlineData("name: *a\n", ProblemCode.Syntax, 1, 7)]
    [InlineData("name: !!str x\n", ProblemCode.Syntax, 1, 7)]
    [InlineData("name: x\n---\nname: y\n", ProblemCode.Syntax, 2, 1)]
    [InlineData("name: [x\n", ProblemCode.Syntax, 2, 1)]
    [InlineData("", ProblemCode.Syntax, 1, 1)]
    public void OneMistake_Read_HasCodeAndPlace(string text, ProblemCode code, int line, int column)
    {
        Assert.Contains(Bad(text), problem => (problem.Code, problem.Line, problem.Column) == (code, line, column));
    }

    [Theory]
    [InlineData("swclk: 4 GHz", null)]
    [InlineData("swclk: 4 mhz", "4 MHz")]
    [InlineData("swclk: 60 mhz", null)]
    [InlineData("swclk: 4 Mz", "4 MHz")]
    [InlineData("swclk: 4000 hz", "4000 Hz")]
    [InlineData("swclk: 4 hz", null)]
    [InlineData("limits: {job: 60}", "60 s")]
    [InlineData("limits: {job: 60000}", null)]
    [InlineData("limits: {job: 2 mins}", "2 min")]
    public void WrongUnit_Suggestion_IsAlwaysInRange(string line, string? suggestion)
    {
        Assert.Equal(suggestion, Assert.Single(Bad(Minimal + line + "\n")).Suggestion);
    }

    [Fact]
    public void MissingKey_Read_DoesNotSuggestItself()
    {
        var problem = Assert.Single(Bad(Minimal.Replace("revision: 1.10\n", "", StringComparison.Ordinal)));
        Assert.Equal((ProblemCode.MissingKey, null), (problem.Code, problem.Suggestion));
        Assert.Contains("revision", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MistypedRequiredKey_Read_IsOneProblem()
    {
        var problem = Assert.Single(Bad(Minimal.Replace("target:", "tagret:", StringComparison.Ordinal)));
        Assert.Equal((ProblemCode.UnknownKey, "target", 3), (problem.Code, problem.Suggestion, problem.Line));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a.hex")]
    [InlineData("C:/a.hex")]
    [InlineData("c:a.hex")]
    [InlineData("a\\b.hex")]
    [InlineData("../a.hex")]
    [InlineData("a/../b.hex")]
    [InlineData("a/./b.hex")]
    [InlineData("a//b.hex")]
    [InlineData("a/")]
    [InlineData("a./b")]
    [InlineData("a ")]
    [InlineData("a\0b")]
    [InlineData("con*")]
    [InlineData("..")]
    public void UnsafePath_Refused(string path)
    {
        Assert.NotNull(PathRules.Refuse(path));
    }

    [Theory]
    [InlineData("firmware.hex")]
    [InlineData("sub folder/Gerät-v1.2.bin")]
    [InlineData(".hidden")]
    [InlineData("a..b")]
    public void SafePath_Accepted(string path)
    {
        Assert.Null(PathRules.Refuse(path));
    }

    [Theory]
    [InlineData("u\u0308.hex", "\u00FC.hex")]
    [InlineData("\u1EA5", "a\u0302\u0301")]
    [InlineData("\u304C", "\u304B\u3099")]
    public void UnicodeForms_Compose_AreOneName(string left, string right)
    {
        Assert.Equal(PathRules.Compose(left), PathRules.Compose(right));
    }

    [Theory]
    [InlineData("revison", "revision", 1)]
    [InlineData("abcd", "abdc", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_OfTwoWords_CountsEdits(string left, string right, int edits)
    {
        Assert.Equal(edits, Nearest.Distance(left, right));
        Assert.Equal(edits, Nearest.Distance(right, left));
    }

    [Theory]
    [InlineData("4 MHz", 4_000_000)]
    [InlineData("4MHz", 4_000_000)]
    [InlineData("400 kHz", 400_000)]
    [InlineData("0.5 MHz", 500_000)]
    [InlineData("1000000", 1_000_000)]
    [InlineData("4 mhz", null)]
    [InlineData("4  MHz", null)]
    [InlineData("4,5 MHz", null)]
    [InlineData("0.0000001 MHz", null)]
    [InlineData("0.5 Hz", null)]
    [InlineData("MHz", null)]
    [InlineData("-1", null)]
    [InlineData("1e6", null)]
    public void Frequency_Parse_GivesHertz(string text, int? hertz)
    {
        Assert.Equal(hertz, Quantity.Frequency.TryParse(text, out var value) ? (int?)value : null);
    }

    [Fact]
    public void NotUtf8_Read_SaysWhere()
    {
        var problems = new ProblemList("project.yaml");
        Assert.Null(YamlText.Decode([(byte)'a', (byte)'\n', (byte)'b', 0xFF], problems));
        Assert.Equal((ProblemCode.Encoding, 2, 2), (problems.Sorted[0].Code, problems.Sorted[0].Line, problems.Sorted[0].Column));
    }

    [Fact]
    public void DeepNesting_Read_IsRefusedQuickly()
    {
        Assert.Contains(Bad("name: " + new string('[', 200_000)), problem => problem.Code == ProblemCode.Syntax);
    }

    private static ProjectDraft Good(string text)
    {
        var problems = new ProblemList("project.yaml");
        var draft = ProjectYaml.Parse(text, problems);
        Assert.Empty(problems.Sorted);
        return draft!;
    }

    private static IReadOnlyList<Problem> Bad(string text)
    {
        var problems = new ProblemList("project.yaml");
        _ = ProjectYaml.Parse(text, problems);
        Assert.NotEmpty(problems.Sorted);
        return problems.Sorted;
    }
}
