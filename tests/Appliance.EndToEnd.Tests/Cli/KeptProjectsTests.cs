// SPDX-License-Identifier: Apache-2.0
namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>Kept projects from the shell: rollback, keys and signatures.</summary>
public sealed class KeptProjectsTests : IDisposable
{
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Fact]
    public void Rollback_ActiveProject_BringsTheRevisionBefore()
    {
        var old = Import("1");
        var young = Import("2");
        _appliance.Run("projects", "select", young);
        Assert.Contains($"* {young[..12]}", _appliance.Run("projects", "list").Output, StringComparison.Ordinal);

        var back = _appliance.Run("projects", "rollback", "Blinky");

        Assert.Equal((0, "Blinky 1 is back."), (back.ExitCode, back.Output.Trim()));
        Assert.Contains($"* {old[..12]}", _appliance.Run("projects", "list").Output, StringComparison.Ordinal);
        var again = _appliance.Run("projects", "rollback", "Blinky");
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("No revision of 'Blinky'", again.Error, StringComparison.Ordinal);
        Assert.Contains("There are: Blinky.", _appliance.Run("projects", "rollback", "Blinki").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Signature_Required_LetsOnlySignedProjectsInAndRun()
    {
        var key = At("line.key");
        Assert.Equal(0, _appliance.Run("projects", "key", key).ExitCode);
        Assert.Equal(2, _appliance.Run("projects", "key", key).ExitCode);
        Directory.CreateDirectory(At("keys"));
        File.Copy(key + ".pub.pem", At("keys/line.pem"));
        var unsigned = Import("1");
        _appliance.Run("projects", "select", unsigned);
        File.AppendAllText(At("appliance.yaml"), "projects: {require-signature: true}\n");

        var refused = _appliance.Run("projects", "import", Project("2"));
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("signature-missing", refused.Error, StringComparison.Ordinal);
        Assert.Contains("needs the private one", _appliance.Run("projects", "sign", Project("2"), "--key", key + ".pub.pem").Error, StringComparison.Ordinal);
        Assert.Equal(0, _appliance.Run("projects", "sign", Project("2"), "--key", key).ExitCode);
        Assert.Equal(0, _appliance.Run("projects", "import", At("blinky")).ExitCode);
    }

    private string Import(string revision) => _appliance.Run("projects", "import", Project(revision)).Output.Trim();

    private string Project(string revision)
    {
        Directory.CreateDirectory(At("blinky"));
        File.WriteAllBytes(At("blinky/blinky.bin"), new byte[300]);
        File.WriteAllText(At("blinky/project.yaml"), $"name: Blinky\nrevision: '{revision}'\ntarget: stm32f103cb\nfiles:\n  - path: blinky.bin\n    address: 0x08000000\n");
        return At("blinky");
    }

    private string At(string name) => Path.Combine(_appliance.Home, name);
}
