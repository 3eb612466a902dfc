// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;
using System.Text.Json;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Settings;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Tests.Projects;

public sealed class SchemaTests
{
    [Fact]
    public void ProjectSchema_HasTheKeysOfTheReader()
    {
        var schema = Load("Projects/project.schema.json");
        Assert.Equal(ProjectWords.Keys, Keys(schema));
        Assert.Equal(ProjectWords.SerialKeys, Keys(schema.GetProperty("properties").GetProperty("serial")));
        Assert.Equal(ProjectWords.CoprocessorKeys, Keys(schema.GetProperty("properties").GetProperty("coprocessor")));
        Assert.Equal(ProjectWords.LimitKeys, Keys(schema.GetProperty("properties").GetProperty("limits")));
        Assert.Equal(ProjectWords.PowerKeys, Keys(schema.GetProperty("properties").GetProperty("power")));
        Assert.Equal(ProjectWords.FileKeys, Keys(schema.GetProperty("properties").GetProperty("files").GetProperty("items").GetProperty("oneOf")[1]));
    }

    [Fact]
    public void ProjectSchema_HasTheWordsOfTheReader()
    {
        Assert.Equal(ProjectWords.Erase.All, Enum("erase"));
        Assert.Equal(ProjectWords.Verify.All, Enum("verify"));
        Assert.Equal(ProjectWords.Reset.All, Enum("reset"));
        Assert.Equal(ProjectWords.Connect.All, Enum("connect"));
        Assert.Equal(ProjectWords.SerialFormats.All, SerialEnum("format"));
        Assert.Equal(ProjectWords.SerialOrders.All, SerialEnum("order"));
        Assert.Equal(ProjectWords.SeenBoards.All, SerialEnum("seen"));
    }

    [Fact]
    public void ProjectSchema_DefaultsWrittenOut_MakeTheSameProject()
    {
        const string minimal = "name: a\nrevision: '1'\ntarget: b\nfiles: [c]\n";
        var properties = Load("Projects/project.schema.json").GetProperty("properties");
        var defaults = properties.EnumerateObject().Where(key => key.Value.TryGetProperty("default", out _))
            .Select(key => $"{key.Name}: {key.Value.GetProperty("default")}\n").ToList();
        var limits = properties.GetProperty("limits").GetProperty("properties").EnumerateObject()
            .Select(key => $"  {key.Name}: {key.Value.GetProperty("default")}\n");
        var power = properties.GetProperty("power").GetProperty("properties").EnumerateObject()
            .Select(key => $"  {key.Name}: {key.Value.GetProperty("default")}\n");
        Assert.Equal(7, defaults.Count);
        Assert.Equal(Canonical(minimal), Canonical(minimal + string.Concat(defaults) + "limits:\n" + string.Concat(limits) + "power:\n" + string.Concat(power)));
    }

    [Fact]
    public void SettingsSchema_HasTheKeysOfTheReader()
    {
        var schema = Load("Settings/appliance.schema.json");
        var properties = schema.GetProperty("properties");
        Assert.Equal(SettingsWords.Keys, Keys(schema));
        Assert.Equal(SettingsWords.WebKeys, Keys(properties.GetProperty("web")));
        Assert.Equal(SettingsWords.PinKeys, Keys(properties.GetProperty("pins")));
        Assert.Equal(SettingsWords.LoopbackKeys, Keys(properties.GetProperty("loopback").GetProperty("anyOf")[1]));
        Assert.Equal(SettingsWords.Fitted.All, properties.GetProperty("wiring").GetProperty("anyOf")[1].GetProperty("items").GetProperty("enum").EnumerateArray().Select(word => word.GetString()));
        Assert.Equal(SettingsWords.PanelKeys, Keys(properties.GetProperty("panel")));
        var projects = properties.GetProperty("projects");
        Assert.Equal(SettingsWords.ProjectKeys, Keys(projects));
        var switches = projects.GetProperty("properties").GetProperty("switches");
        Assert.Equal(SettingsWords.SwitchKeys, Keys(switches));
        Assert.Equal(SettingsWords.TableKeys, Keys(switches.GetProperty("properties").GetProperty("table").GetProperty("items")));
        Assert.Equal(SettingsWords.DisplayKeys, Keys(properties.GetProperty("panel").GetProperty("properties").GetProperty("display")));
        Assert.Equal(SettingsWords.TesterKeys, Keys(properties.GetProperty("tester")));
        Assert.Equal(SettingsWords.PowerKeys, Keys(properties.GetProperty("power")));
        Assert.Equal(SettingsWords.VtrefKeys, Keys(properties.GetProperty("power").GetProperty("properties").GetProperty("vtref")));
        Assert.Equal(SettingsWords.RemoteKeys, Keys(properties.GetProperty("remote")));
        Assert.Equal(SettingsWords.TcpKeys, Keys(properties.GetProperty("remote").GetProperty("properties").GetProperty("tcp")));
        Assert.Equal(SettingsWords.SerialKeys, Keys(properties.GetProperty("remote").GetProperty("properties").GetProperty("serial")));
        Assert.Equal(SettingsWords.LineKeys, Keys(schema.GetProperty("$defs").GetProperty("line")));
    }

    private static string Canonical(string text)
    {
        var problems = new ProblemList("project.yaml");
        var draft = ProjectYaml.Parse(text, problems);
        Assert.Empty(problems.Sorted);
        return ContentHash.Canonical(draft!.Values);
    }

    private static IEnumerable<string> Enum(string key)
    {
        return Load("Projects/project.schema.json").GetProperty("properties").GetProperty(key).GetProperty("enum").EnumerateArray().Select(word => word.GetString()!);
    }

    private static IEnumerable<string> SerialEnum(string key) => Load("Projects/project.schema.json").GetProperty("properties").GetProperty("serial")
        .GetProperty("properties").GetProperty(key).GetProperty("enum").EnumerateArray().Select(word => word.GetString()!);

    private static IEnumerable<string> Keys(JsonElement schema)
    {
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        return schema.GetProperty("properties").EnumerateObject().Select(key => key.Name);
    }

    private static JsonElement Load(string file, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "../../../src/Appliance.Jobs", file);
        return JsonDocument.Parse(File.ReadAllText(path)).RootElement;
    }
}
