// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>
/// What others answer with "flash loader cannot be loaded", told apart: each cause by a fault of the simulated board, with a code and a next action of its own. A target
/// without voltage (E320) is in the tests of the supply, a loader that does not fit (E513) and a word that cannot be read (E514) in those of the loaders.
/// </summary>
public sealed class DiagnosisTests : IDisposable
{
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Theory]
    [InlineData("no-target", "", "E301")]
    [InlineData("nreset-stuck-low", "", "E304")]
    [InlineData("nreset-not-connected", "connect: under-reset", "E316")]
    [InlineData("reset-loop", "", "E307")]
    [InlineData("supply-sag", "", "E317")]
    [InlineData("supply-sag", "verify: crc", "E317")]
    [InlineData("asleep", "connect: normal", "E318")]
    [InlineData("wrong-chip", "", "E401")]
    [InlineData("read-protected", "", "E403")]
    [InlineData("write-protected", "", "E507")]
    [InlineData("option-byte-error", "", "E408")]
    [InlineData("bad-ram", "verify: crc", "E510")]
    public void Run_OnABoardWithTrouble_NamesItsCauseAndTheNextAction(string fault, string keys, string code)
    {
        var run = _appliance.Run("run", Write(keys), "--probe", $"sim:stm32f103cb,fault={fault}", "--json");

        Assert.Equal(1, run.ExitCode);
        var error = run.Json.GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.NotEmpty(error.GetProperty("action").GetString()!);
        Assert.Equal(JsonValueKind.Null, run.Json.GetProperty("verify").ValueKind);
    }

    private string Write(string keys)
    {
        var folder = Path.Combine(_appliance.Home, "project");
        Directory.CreateDirectory(folder);
        var bytes = new byte[2048];
        new Random(5).NextBytes(bytes);
        File.WriteAllBytes(Path.Combine(folder, "firmware.bin"), bytes);
        File.WriteAllText(
            Path.Combine(folder, "project.yaml"), $"name: Door\nrevision: '1'\ntarget: stm32f103cb\nfiles:\n  - {{path: firmware.bin, address: 0x08000000}}\n{keys}\n");
        return folder;
    }
}
