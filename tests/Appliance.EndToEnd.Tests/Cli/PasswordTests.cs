// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Service.Composition;
using Appliance.Service.Web.Access;

namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>The engineer's password by the console and by a file.</summary>
public sealed class PasswordTests : IDisposable
{
    private const string Password = "correct horse battery";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ApplianceProcess _appliance = new();
    private readonly string _partition = Directory.CreateTempSubdirectory("appliance-test-").FullName;

    public void Dispose()
    {
        _appliance.Dispose();
        Directory.Delete(_partition, recursive: true);
    }

    [Fact]
    public void Console_SetsItForTheOwnerAlone()
    {
        var (code, _, error) = Type(Password, "password");

        Assert.Equal((0, "The password is set.\n"), (code, error));
        Assert.True(Store().Matches(Password));
        var folder = Path.Combine(_appliance.Home, "data", "access");
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public void Console_WeakPassword_IsBadInput()
    {
        var (code, _, error) = Type("short", "password");

        Assert.Equal(2, code);
        Assert.Contains("at least 10", error, StringComparison.Ordinal);
        Assert.Equal(PasswordState.Missing, Store().State);
    }

    [Fact]
    public void PrintedHash_InTheSetUpFile_SetsUpAndTheFileIsErased()
    {
        var (_, hash, _) = Type(Password, "password", "--print");
        Assert.Equal(PasswordState.Missing, Store().State);
        var file = Write($"password-hash: {hash.Trim()}\nname: Line 3\n");

        var told = SetUp().TakeFrom(_partition);

        Assert.Equal("The appliance is set up as Line 3. appliance-setup.yaml was erased.", told);
        Assert.True(Store().Matches(Password));
        Assert.False(File.Exists(file));
        Assert.Equal("Line 3", Home().Settings.Settings.Name);
    }

    [Fact]
    public void PlainPassword_InTheSetUpFile_SetsUp()
    {
        Write($"password: {Password}\n");

        Assert.NotNull(SetUp().TakeFrom(_partition));

        Assert.True(Store().Matches(Password));
        Assert.Null(SetUp().TakeFrom(_partition));
    }

    [Theory]
    [InlineData("password: short\n", "at least 10")]
    [InlineData("password-hash: nonsense\n", "appliance password --print")]
    [InlineData("pasword: correct horse battery\n", "has no key")]
    [InlineData("name: x\n", "either")]
    [InlineData("password: correct horse battery\npassword-hash: x\n", "either")]
    [InlineData("- a\n", "keys with values")]
    [InlineData("", "was not used")]
    public void BadSetUpFile_IsSaidAndStays(string text, string said)
    {
        var file = Write(text);

        var told = SetUp().TakeFrom(_partition);

        Assert.Contains(said, told, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, told, StringComparison.Ordinal);
        Assert.True(File.Exists(file));
        Assert.Equal(PasswordState.Missing, Store().State);
    }

    [Fact]
    public void Stick_OnceSetUp_ChangesNothing_TheBootPartitionDoes()
    {
        Store().Set(PasswordHash.Of("the first password"));
        var file = Write($"password: {Password}\n");

        using (var stream = File.OpenRead(file)) Assert.Equal(Catalogue.SetUpDone, SetUp().Take(stream).Refused);
        Assert.True(Store().Matches("the first password"));
        SetUp().TakeFrom(_partition);
        Assert.True(Store().Matches(Password));
    }

    [Fact]
    public void SetUp_FromStandardInput_SetsPasswordAndName()
    {
        var (code, _, error) = Type($"{{password: {Password}, name: Line 4}}", "setup", "-");

        Assert.Equal((0, "The appliance is set up as Line 4.\n"), (code, error));
        Assert.True(Store().Matches(Password));
        Assert.Equal("Line 4", Home().Settings.Settings.Name);
    }

    [Fact]
    public void SetUp_WithAMistake_SaysItAndChangesNothing()
    {
        var (code, _, error) = Type("{pasword: x}", "setup", "-");

        Assert.Equal(2, code);
        Assert.Contains("has no key \"pasword\"", error, StringComparison.Ordinal);
        Assert.Equal(PasswordState.Missing, Store().State);
        Assert.Equal(2, _appliance.Run("setup", Path.Combine(_partition, "nothing.yaml")).ExitCode);
    }

    [Fact]
    public void Certificate_IsTheSameAtEachLookAndAnotherWhenAsked()
    {
        var first = _appliance.Run("certificate", "--json").Json.GetProperty("fingerprint").GetString();

        Assert.Equal(first, _appliance.Run("certificate", "--json").Json.GetProperty("fingerprint").GetString());
        Assert.NotEqual(first, _appliance.Run("certificate", "--renew", "--json").Json.GetProperty("fingerprint").GetString());
    }

    private string Write(string text)
    {
        var path = Path.Combine(_partition, "appliance-setup.yaml");
        File.WriteAllText(path, text);
        return path;
    }

    private ApplianceHome Home() => ApplianceHome.Locate(_appliance.Home);

    private PasswordStore Store() => new(AccessFolder.Open(Home()));

    private FirstSetUp SetUp() => new(Home(), Store());

    private (int Code, string Output, string Error) Type(string password, params string[] arguments)
    {
        using var process = _appliance.Start(arguments);
        process.StandardInput.WriteLine(password);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        Assert.True(process.WaitForExit(Patience));
        return (process.ExitCode, output.Result, error.Result);
    }
}
