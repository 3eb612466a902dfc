// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Xml.Linq;

namespace Appliance.Peers.Tests.Hardware;

/// <summary>What a workshop builds from is what the program drives: drawings and table are made of the one pin map.</summary>
public sealed class DrawingTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("drawings").FullName;

    private static string Hardware => Path.Combine(Root(), "hardware");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PeerFact("python3")]
    public void Drawings_MadeAgain_AreTheCommittedOnes()
    {
        _ = PeerProcess.Run("python3", [Path.Combine(Hardware, "draw"), _folder], Patience).MustSucceed();
        var made = Directory.GetFiles(_folder).Select(Path.GetFileName).Order().ToList();

        Assert.Equal(made, Directory.GetFiles(Path.Combine(Hardware, "drawings")).Select(Path.GetFileName).Order());
        Assert.Contains("buffered.svg", made);
        Assert.All(made, name => Assert.Equal(File.ReadAllText(Path.Combine(Hardware, "drawings", name!)), File.ReadAllText(Path.Combine(_folder, name!))));
    }

    [Fact]
    public void Drawings_AreWellFormedAndNameEveryPartOfTheMap()
    {
        var drawings = Directory.GetFiles(Path.Combine(Hardware, "drawings"), "*.svg");
        var text = string.Join('\n', drawings.SelectMany(path => XDocument.Load(path).Descendants().Where(node => node.Name.LocalName == "text").Select(node => node.Value)));
        using var map = JsonDocument.Parse(File.ReadAllText(Path.Combine(Hardware, "pins.json")));

        Assert.All(map.RootElement.GetProperty("parts").EnumerateArray(), part => Assert.Contains(part.GetProperty("label").GetString()!, text));
    }

    [Fact]
    public void PinMap_UsesEachPinOnceAndOnlyNamesThatAllBoardsShare()
    {
        using var map = JsonDocument.Parse(File.ReadAllText(Path.Combine(Hardware, "pins.json")));
        var header = map.RootElement.GetProperty("header").EnumerateArray().Select(pin => pin.GetString()).ToList();
        var lines = map.RootElement.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("line").GetString()!).ToList();

        Assert.Equal(40, header.Count);
        Assert.Equal(lines.Count, lines.Distinct().Count());
        Assert.All(lines, line => Assert.Single(header, line));

        // GPIO2 to 4, 7 to 11, 14 and 15 have other names in Linux' own device trees than in those of Raspberry Pi OS.
        Assert.All(lines, line => Assert.True(int.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture) is 5 or 6 or 12 or 13 or (>= 16 and <= 27), line));
    }

    [PeerFact("dtc")]
    public void Overlay_Compiled_ShowsTheGpioPageAlone()
    {
        var source = Path.Combine(Root(), "systemd", "overlays", "appliance-gpio.dts");
        var blob = Path.Combine(_folder, "appliance-gpio.dtbo");
        _ = PeerProcess.Run("dtc", ["-@", "-I", "dts", "-O", "dtb", "-o", blob, source], Patience).MustSucceed();
        var text = PeerProcess.Run("dtc", ["-I", "dtb", "-O", "dts", blob], Patience).MustSucceed().Output;

        Assert.Contains("reg = <0x7e200000 0x1000>;", text);
        Assert.Single(text.Split('\n'), line => line.Trim().StartsWith("reg ", StringComparison.Ordinal));
        Assert.Contains("compatible = \"generic-uio\";", text);
    }

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Appliance.sln"))) at = at.Parent;
        return at?.FullName ?? throw new InvalidOperationException("no source tree above the tests");
    }
}
