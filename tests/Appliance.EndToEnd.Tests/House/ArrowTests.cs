// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using System.Xml.Linq;

namespace Appliance.EndToEnd.Tests.House;

/// <summary>Arrows between rooms point one way. Checked twice: in the project files, and in what the compiler really referenced.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Appliance.Ports"] = [],
        ["Appliance.Probes"] = ["Appliance.Ports"],
        ["Appliance.Targets"] = ["Appliance.Ports", "Appliance.Probes"],
        ["Appliance.Flashing"] = ["Appliance.Ports", "Appliance.Probes", "Appliance.Targets"],
        ["Appliance.Jobs"] = ["Appliance.Ports", "Appliance.Probes", "Appliance.Targets", "Appliance.Flashing"],
        ["Appliance.Platform"] = ["Appliance.Ports"],
        ["Appliance.Simulation"] = ["Appliance.Ports"],
        ["Appliance.Adapters.DeviceGpio"] = ["Appliance.Ports"],
        ["Appliance.Adapters.LibUsbDotNet"] = ["Appliance.Ports"],
        ["Appliance.Adapters.LiteDb"] = ["Appliance.Ports"],
        ["Appliance.Adapters.Sqlite"] = ["Appliance.Ports"],
    };

    /// <summary>Packages that stay out of the rooms whose ports hide them (assembly names).</summary>
    private static readonly Dictionary<string, string[]> OnlyIn = new()
    {
        ["LiteDB"] = ["Appliance.Adapters.LiteDb"],
        ["LibUsbDotNet"] = ["Appliance.Adapters.LibUsbDotNet"],
        ["System.Device.Gpio"] = ["Appliance.Adapters.DeviceGpio"],
        ["Iot.Device"] = ["Appliance.Adapters.DeviceGpio"],
        ["Microsoft.Data.Sqlite"] = ["Appliance.Adapters.Sqlite"],
        ["Microsoft.AspNetCore"] = ["appliance"],
        ["YamlDotNet"] = ["Appliance.Jobs"],
        ["System.CommandLine"] = ["appliance"],
        ["Spectre.Console"] = ["appliance"],
    };

    public static TheoryData<string> Rooms => [.. MayUse.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Room_ReferencesInItsProjectFile_PointDown(string room)
    {
        var file = Directory.EnumerateFiles(Path.Combine(Tree.Root, "src"), $"{room}.csproj", SearchOption.AllDirectories).Single();

        var used = XDocument.Load(file).Descendants("ProjectReference").Select(item => Path.GetFileNameWithoutExtension(item.Attribute("Include")!.Value));

        Assert.Empty(used.Except(MayUse[room]));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Room_AssembliesItWasCompiledAgainst_PointDown(string room)
    {
        var used = References(room).Where(name => name.StartsWith("Appliance.", StringComparison.Ordinal) || name == "appliance");

        Assert.Empty(used.Except(MayUse[room]));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Room_ForeignEngines_StayBehindTheirPorts(string room)
    {
        foreach (var name in References(room))
        {
            var rule = OnlyIn.FirstOrDefault(rule => name.StartsWith(rule.Key, StringComparison.Ordinal));
            Assert.True(rule.Key is null || rule.Value.Contains(room), $"{room} uses {name}, which belongs to {string.Join(", ", rule.Value ?? [])}.");
        }
    }

    [Fact]
    public void Rooms_AllOfThem_AreInTheTable()
    {
        var found = Directory.EnumerateFiles(Path.Combine(Tree.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)!).Where(name => name != "Appliance.Service").Order();

        Assert.Equal(MayUse.Keys.Order(), found);
    }

    private static IEnumerable<string> References(string room) =>
        Assembly.Load(room).GetReferencedAssemblies().Select(reference => reference.Name!);
}
