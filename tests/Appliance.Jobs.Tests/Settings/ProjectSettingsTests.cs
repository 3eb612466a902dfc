// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Settings;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Tests.Settings;

public sealed class ProjectSettingsTests
{
    [Fact]
    public void NothingWritten_SticksAreOnAndNothingElse()
    {
        var projects = SettingsYaml.Parse("").Settings.Projects;
        Assert.Equal((true, false, null, null), (projects.Sticks, projects.RequireSignature, projects.Scanner, projects.Switches));
    }

    [Fact]
    public void EverythingWritten_IsRead()
    {
        var (settings, problems) = SettingsYaml.Parse("""
            projects:
              sticks: false
              require-signature: true
              scanner: Honeywell 1900
              switches:
                lines: [{chip: a, line: b, active-low: true}, {chip: a, line: c}]
                table: [{number: 1, project: Door}, {number: 3, project: Lamp}]

            """);
        Assert.Empty(problems);
        var projects = settings.Projects;
        Assert.Equal((false, true, "Honeywell 1900"), (projects.Sticks, projects.RequireSignature, projects.Scanner));
        Assert.Equal([new LineSettings("a", "b", true), new LineSettings("a", "c", false)], projects.Switches!.Lines);
        Assert.Equal(["1 Door", "3 Lamp"], projects.Switches.Table.Select(row => $"{row.Key} {row.Value}"));
    }

    [Theory]
    [InlineData("projects: {stick: true}", ProblemCode.UnknownKey)]
    [InlineData("projects: {sticks: perhaps}", ProblemCode.BadValue)]
    [InlineData("projects: {require-signature: 1}", ProblemCode.BadValue)]
    [InlineData("projects: {switches: {lines: [{chip: a, line: b}]}}", ProblemCode.MissingKey)]
    [InlineData("projects: {switches: {lines: [], table: []}}", ProblemCode.OutOfRange)]
    [InlineData("projects: {switches: {lines: [{chip: a, line: b}], table: [1]}}", ProblemCode.WrongType)]
    [InlineData("projects: {switches: {lines: [{chip: a, line: b}], table: [{number: 256, project: x}]}}", ProblemCode.OutOfRange)]
    [InlineData("projects: {switches: {lines: [{chip: a, line: b}], table: [{number: 1, project: x}, {number: 1, project: y}]}}", ProblemCode.DuplicateKey)]
    public void Mistake_IsTold_AndTheDefaultsHold(string text, ProblemCode code)
    {
        var (settings, problems) = SettingsYaml.Parse(text + "\n");
        Assert.Equal(code, Assert.Single(problems).Code);
        Assert.False(settings.Projects.RequireSignature);
    }
}
