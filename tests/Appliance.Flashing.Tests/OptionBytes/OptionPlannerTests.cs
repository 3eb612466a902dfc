// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.OptionBytes;
using Appliance.Targets.Descriptions;
using FsCheck;
using FsCheck.Fluent;

namespace Appliance.Flashing.Tests.OptionBytes;

public class OptionPlannerTests
{
    [Fact]
    public void Plan_NamesAndValues_LockComesLast()
    {
        var (plan, mistakes) = Plan("stm32l476rg", [], ("RDP", "level-1"), ("bor_lev", "0x2"), ("nRST_STOP", "0"));

        Assert.Empty(mistakes);
        Assert.Equal([new PlannedOption("BOR_LEV", 2, "2"), new PlannedOption("nRST_STOP", 0, "0"), new PlannedOption("RDP", 0xBB, "level-1")], plan.All);
    }

    [Theory]
    [InlineData("stm32l476rg", "nRST_STOPP", "1", "has no option nRST_STOPP", "nRST_STOP")]
    [InlineData("stm32l476rg", "BOR_LEV", "8", "a number from 0 to 7", null)]
    [InlineData("stm32l476rg", "BOR_LEV", "-1", "a number from 0 to 7", null)]
    [InlineData("stm32l476rg", "RDP", "0xAA", "one of level-0, level-1, level-2", null)]
    [InlineData("stm32l476rg", "RDP", "level-2", "irreversible: [RDP]", null)]
    [InlineData("stm32f103cb", "RDP", "level-2", "one of level-0, level-1", null)]
    [InlineData("stm32g474re", "DBANK", "0", "another flash organisation", null)]
    [InlineData("stm32wl55jc", "BOOT_LOCK", "1", "irreversible: [BOOT_LOCK]", null)]
    public void Plan_WhatCannotBe_IsSaidByName(string target, string name, string value, string message, string? suggestion)
    {
        var mistake = Assert.Single(Plan(target, [], (name, value)).Mistakes);

        Assert.Contains(message, mistake.Message, StringComparison.Ordinal);
        Assert.Equal((name, suggestion), (mistake.Name, mistake.Suggestion));
    }

    [Fact]
    public void Plan_ForEver_WithTheWord_IsAllowed()
    {
        Assert.Empty(Plan("stm32l476rg", ["RDP"], ("RDP", "level-2")).Mistakes);
        Assert.Contains("does not set", Assert.Single(Plan("stm32l476rg", ["RDP"], ("BOR_LEV", "1")).Mistakes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_FieldsOfEveryChip_DoNotOverlapAndHaveOneProtectionLevel()
    {
        foreach (var chip in ChipCatalog.Default.Chips.Where(chip => chip.Options is not null))
        {
            var options = chip.Options!;
            Assert.Equal(options.Fields.Count, options.Fields.Select(field => field.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
            foreach (var register in options.Fields.GroupBy(field => field.Register))
                Assert.Equal(register.Sum(field => field.Width), System.Numerics.BitOperations.PopCount(register.Aggregate(0u, (all, field) => all | field.Mask)));
            Assert.Single(options.Fields, field => field.Words.ContainsKey("level-0"));
            Assert.StartsWith(chip.Flash[0].Layout, options.Layout, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Values_AnyFieldAnyValue_ChangesThatFieldAlone()
    {
        var chips = ChipCatalog.Default.Chips.Where(chip => chip.Options is not null).DistinctBy(chip => chip.Options!.Fields.Count).ToList();
        Prop.ForAll(
            (from chip in Gen.Elements<ChipDescription>(chips)
             from field in Gen.Choose(0, chip.Options!.Fields.Count - 1)
             from seed in Gen.Choose(0, int.MaxValue)
             select (chip, field, seed)).ToArbitrary(),
            given =>
            {
                var options = given.chip.Options!;
                var random = new System.Random(given.seed);
                var values = new OptionValues(options, [.. options.Registers.Select(_ => (uint)random.NextInt64(1L << 32))]);
                var changed = options.Fields[given.field];
                var value = (uint)random.NextInt64((long)changed.Largest + 1);
                var after = values.With(changed.Name, value);
                return after[changed.Name] == value
                    && options.Fields.Where(field => field != changed).All(field => after[field.Name] == values[field.Name])
                    && after.Registers.Zip(values.Registers, (a, b) => a ^ b).Select((bits, at) => at == changed.Register ? bits & ~changed.Mask : bits).All(bits => bits == 0);
            }).QuickCheckThrowOnFailure();
    }

    private static (OptionPlan Plan, IReadOnlyList<OptionMistake> Mistakes) Plan(string target, IReadOnlyList<string> irreversible, params (string, string)[] options) =>
        OptionPlanner.Plan(ChipCatalog.Default.Find(target), [.. options.Select(option => new KeyValuePair<string, string>(option.Item1, option.Item2))], irreversible);
}
