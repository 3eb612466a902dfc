// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using Appliance.Targets.Descriptions;

namespace Appliance.Targets.Tests.Descriptions;

/// <summary>A broken data file is refused with its name and the field.</summary>
public sealed class ChipDataErrorTests
{
    [Fact]
    public void Load_UntouchedFile_GivesTheChips()
    {
        Assert.NotEmpty(Load(_ => { }).Chips);
    }

    [Fact]
    public void Load_MissingField_NamesIt() =>
        Refuses("parts[2].ramKiB", root => root["parts"]![2]!.AsObject().Remove("ramKiB"));

    [Fact]
    public void Load_UnknownField_NamesIt() =>
        Refuses("templates.md.pageByte", root => root["templates"]!["md"]!["pageByte"] = 1024);

    [Fact]
    public void Load_NumberForHexText_NamesIt() =>
        Refuses("common.flashSize", root => root["common"]!["flashSize"] = 0x1FFFF7E0);

    [Fact]
    public void Load_LowerCaseHex_NamesIt() =>
        Refuses("common.dpidr[0]", root => root["common"]!["dpidr"]![0] = "0x1ba01477");

    [Fact]
    public void Load_FieldInNeitherTemplateNorCommon_NamesIt() =>
        Refuses("templates.md.devId", root => root["templates"]!["md"]!.AsObject().Remove("devId"));

    [Fact]
    public void Load_UnknownTemplate_NamesIt() =>
        Refuses("parts[0].template", root => root["parts"]![0]!["template"] = "xxl");

    [Fact]
    public void Load_SizeNotMadeOnThatDie_NamesIt() =>
        Refuses("parts[0].flashKiB", root => root["parts"]![0]!["flashKiB"] = 96);

    [Fact]
    public void Load_UncitedSource_NamesIt() =>
        Refuses("templates.md.sources", root => root["templates"]!["md"]!["sources"]![0] = "RM9999");

    [Fact]
    public void Load_TimesThatFall_NameTheTemplate() =>
        Refuses("parts[0].template", root => root["common"]!["times"]!["massMilliseconds"] = new JsonArray(40, 20));

    [Fact]
    public void Load_ChipTwice_IsRefused() =>
        Refuses("parts", root => root["parts"]!.AsArray().Add(root["parts"]![0]!.DeepClone()));

    [Fact]
    public void Load_BrokenJson_NamesTheLine()
    {
        var e = Assert.Throws<ChipDataException>(() => ChipCatalog.Load([("x.json", Stream("{\n  \"family\": \"stm32f1\",\n  oops\n}"))]));

        Assert.Equal("line 3", e.Field);
    }

    private static void Refuses(string field, Action<JsonNode> damage)
    {
        var e = Assert.Throws<ChipDataException>(() => Load(damage));

        Assert.Equal(field, e.Field);
        Assert.Equal("stm32f1.json", e.File);
    }

    private static ChipCatalog Load(Action<JsonNode> damage)
    {
        using var good = typeof(ChipCatalog).Assembly.GetManifestResourceStream("stm32f1.json")!;
        var root = JsonNode.Parse(good)!;
        damage(root);
        return ChipCatalog.Load([("stm32f1.json", Stream(root.ToJsonString()))]);
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
