// SPDX-License-Identifier: Apache-2.0
namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>Serials from project to board to ledger, through the executable.</summary>
public sealed class SerialTests : IDisposable
{
    private readonly ApplianceProcess _appliance = new();
    private readonly string _project;

    public SerialTests()
    {
        _project = Path.Combine(_appliance.Home, "lamp");
        Directory.CreateDirectory(_project);
        File.WriteAllBytes(Path.Combine(_project, "a.bin"), [.. Enumerable.Range(0, 256).Select(i => (byte)i)]);
        File.WriteAllText(
            Path.Combine(_project, "project.yaml"),
            "name: lamp\nrevision: 1\ntarget: stm32f103cb\nfiles: [{path: a.bin, address: 0x08000000}]\n"
            + "serial: {format: text, address: 0x08000040, length: 10, template: 'LMP-{dec:4}', last: 9999}\nlimit: 2\n");
    }

    public void Dispose() => _appliance.Dispose();

    [Fact]
    public void Boards_GetSerialsInOrder_UntilTheLimit()
    {
        var check = _appliance.Run("projects", "check", _project, "--simulated");
        Assert.Contains("Next board: LMP-0001 (ledger lamp, at most 2 boards)", check.Output, StringComparison.Ordinal);
        Assert.Contains("0x08000040  4C 4D 50 2D 30 30 30 31 00 00", check.Output, StringComparison.Ordinal);

        var first = Press(seed: 1);
        Assert.Equal((0, "LMP-0001"), (first.ExitCode, first.Json.GetProperty("serial").GetString()));
        Assert.Equal("LMP-0002", _appliance.Run("projects", "check", _project, "--simulated", "--json").Json.GetProperty("nextBoard").GetProperty("serial").GetString());
        Assert.Contains("LMP-0001", _appliance.Run("records", "show").Output, StringComparison.Ordinal);
        Assert.Single(_appliance.Run("records", "list", "--serial", "LMP-0001", "--json").Json.GetProperty("records").EnumerateArray());
        Assert.Equal("LMP-0001", Press(seed: 1).Json.GetProperty("serial").GetString());

        Assert.Equal(0, _appliance.Run("serials", "limit", "lamp", "1", "--simulated").ExitCode);
        File.WriteAllText(Path.Combine(_appliance.Home, "SERIAL.TXT"), "500");
        Assert.Contains("500", _appliance.Run("serials", "import", "lamp", "--simulated", "--counter", Path.Combine(_appliance.Home, "SERIAL.TXT")).Output, StringComparison.Ordinal);
        Assert.Contains("further already", _appliance.Run("serials", "import", "lamp", "--simulated", "--counter", Path.Combine(_appliance.Home, "SERIAL.TXT")).Output, StringComparison.Ordinal);
        var ledger = Assert.Single(_appliance.Run("serials", "list", "--json").Json.GetProperty("ledgers").EnumerateArray());
        Assert.Equal(("500", 1L, 1L), (ledger.GetProperty("next").GetString(), ledger.GetProperty("made").GetInt64(), ledger.GetProperty("limit").GetInt64()));
        Assert.Equal("LMP-0001", _appliance.Run("projects", "check", _project, "--json").Json.GetProperty("nextBoard").GetProperty("serial").GetString());
    }

    private CommandResult Press(int seed) => _appliance.Run("run", _project, "--probe", $"sim:stm32f103cb,seed={seed}", "--json");
}
