// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using Appliance.Flashing;
using Appliance.Flashing.Fus;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Records;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Targets;

namespace Appliance.Jobs.Tests.Outcomes;

public sealed class CatalogueTests
{
    [Fact]
    public void Catalogue_CodesAndCauses_AreUnique()
    {
        Assert.Equal(Catalogue.All.Count, Catalogue.All.Select(entry => entry.Code).Distinct().Count());
        Assert.Equal(Catalogue.All.Count, Catalogue.All.Select(entry => entry.Cause).Distinct().Count());
    }

    [Fact]
    public void Catalogue_Interrupted_IsWhatTheJournalWrites()
    {
        var written = new Interruption("the program ended", "");

        Assert.Equal((Catalogue.Interrupted.Code, Catalogue.Interrupted.Cause), (written.Code, written.Cause));
    }

    [Fact]
    public void Catalogue_EveryEntry_IsListed()
    {
        var fields = typeof(Catalogue).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (CatalogueEntry)field.GetValue(null)!);

        Assert.Equal(fields.OrderBy(entry => entry.Code), Catalogue.All.OrderBy(entry => entry.Code));
    }

    [Fact]
    public void Catalogue_Texts_AreSentencesForAnOperator() => Assert.All(Catalogue.All, entry =>
    {
        Assert.Matches("^E[1-8][0-9]{2}$", entry.Code);
        Assert.Matches("^[a-z]+(-[a-z]+)*$", entry.Cause);
        Assert.Matches(@"^[A-Z].*[a-z]\.$", entry.Text);
        Assert.Matches(@"^[A-Z].*[A-Za-z]\.$", entry.Action);
        Assert.True(entry.Text.Length <= 80, entry.Text);
    });

    [Fact]
    public void Translate_EveryDapFault_HasACauseOfItsOwnKind() => Assert.All(Enum.GetValues<DapFault>(), fault =>
        Assert.NotEqual(Catalogue.Internal, OutcomeTranslator.Translate(new DapException(fault, "DPIDR read", "x"), JobStage.Connect).Entry));

    [Fact]
    public void Translate_EveryTargetFault_HasACauseOfItsOwnKind() => Assert.All(Enum.GetValues<TargetFault>(), fault =>
        Assert.NotEqual(Catalogue.Internal, OutcomeTranslator.Translate(new Targets.TargetException(fault, "x"), JobStage.Identify).Entry));

    [Fact]
    public void Translate_EveryFlashFault_HasACauseOfItsOwnKind() => Assert.All(Enum.GetValues<FlashFault>(), fault =>
        Assert.NotEqual(Catalogue.Internal, OutcomeTranslator.Translate(new FlashException(fault, "x"), JobStage.Erase).Entry));

    [Fact]
    public void Translate_EveryFusFault_HasACauseOfItsOwn()
    {
        var causes = Enum.GetValues<FusFault>().Select(fault => OutcomeTranslator.Translate(new FusException(fault, "x"), JobStage.Coprocessor).Entry).ToList();

        Assert.DoesNotContain(Catalogue.Internal, causes);
        Assert.Equal(causes.Count, causes.Distinct().Count());
    }

    [Theory]
    [InlineData(JobStage.Connect, "no-target")]
    [InlineData(JobStage.Program, "target-lost")]
    public void Translate_NobodyAnswers_DependsOnWhetherSomebodyDidBefore(JobStage stage, string cause) =>
        Assert.Equal(cause, OutcomeTranslator.Translate(new DapException(DapFault.NoAnswer, "DPIDR read", "x"), stage).Entry.Cause);

    [Fact]
    public void Translate_RefusedAndUnreached_NeverShareACause()
    {
        var refused = new[] { DapFault.Fault, DapFault.WaitForever };
        var causes = Enum.GetValues<DapFault>().Select(fault =>
            (Refused: refused.Contains(fault), OutcomeTranslator.Translate(new DapException(fault, "a", "x"), JobStage.Program).Entry.Cause)).ToList();

        Assert.Empty(causes.Where(c => c.Refused).Select(c => c.Cause).Intersect(causes.Where(c => !c.Refused).Select(c => c.Cause)));
    }

    [Fact]
    public void Translate_BrokenWire_IsTheProbesFaultNotTheTargets()
    {
        Assert.Equal(Catalogue.ProbeLost, OutcomeTranslator.Translate(new WireException("w", "gone"), JobStage.Program).Entry);
        Assert.Equal(Catalogue.ProbeUnavailable, OutcomeTranslator.Translate(new WireException("w", "refused"), JobStage.Probe).Entry);
    }

    [Fact]
    public void Translate_AddressOfAFault_IsNeverLost() =>
        Assert.Contains("0x08000400", OutcomeTranslator.Translate(
            new FlashException(FlashFault.VerifyMismatch, "Differs.", 0x08000400, "aa", "ab"), JobStage.Verify).Details, StringComparison.Ordinal);
}
