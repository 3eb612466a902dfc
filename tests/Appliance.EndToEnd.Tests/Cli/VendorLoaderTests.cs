// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>Projects that name a loader of a chip or memory maker: checked, replayed, recorded.</summary>
public sealed class VendorLoaderTests : IDisposable
{
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Fact]
    public void Run_ChipAndMemoryBesideIt_PassesAndTheRecordNamesTheLoader()
    {
        var project = Write("loaders: [memory.stldr]", ("memory.stldr", Loader("quadspi-f746.stldr")));

        var check = _appliance.Run("projects", "check", project, "--json");
        Assert.Equal(0, check.ExitCode);
        var loader = check.Json.GetProperty("plan").GetProperty("loaders").EnumerateArray().Single();
        Assert.Equal("0x90000000", loader.GetProperty("address").GetString());

        var run = _appliance.Run("run", project, "--probe", "sim:stm32f746ng", "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(("readback", 812L), (run.Json.GetProperty("verify").GetProperty("method").GetString(), run.Json.GetProperty("verify").GetProperty("bytes").GetInt64()));

        var digest = Convert.ToHexStringLower(SHA256.HashData(Loader("quadspi-f746.stldr")));
        var record = _appliance.Run("records", "show", "--json").Json.GetProperty("plan").GetProperty("loaders").EnumerateArray().Single();
        Assert.Equal("memory.stldr", record.GetProperty("name").GetString());
        Assert.StartsWith(digest, record.GetProperty("value").GetString(), StringComparison.Ordinal);
        Assert.Contains($"memory.stldr, SHA-256 {digest}", _appliance.Run("records", "show").Output, StringComparison.Ordinal);
    }

    /// <summary>A pack brings algorithms for the chip's own flash and for the memory; by default the first alone.</summary>
    [Fact]
    public void Run_AlgorithmOutOfAPack_IsTheOneThatIsNamed()
    {
        var project = Write("loaders: [{path: f7.pack, algorithm: QSPI.FLM}]", ("f7.pack", Pack()));

        Assert.Equal(0, _appliance.Run("projects", "check", project).ExitCode);
        Assert.Equal(0, _appliance.Run("run", project, "--probe", "sim:stm32f746ng", "--json").ExitCode);
    }

    [Theory]
    [InlineData("loaders: [missing.stldr]", "missing-file")]
    [InlineData("loaders: [text.stldr]", "bad-firmware")]
    [InlineData("loaders: [other.FLM]", "unsupported")]
    [InlineData("loaders: [memory.stldr, memory.FLM]", "unsupported")]
    [InlineData("loaders: memory.stldr", "wrong-type")]
    [InlineData("loaders: [../memory.stldr]", "unsafe-path")]
    [InlineData("loaders: [{path: f7.pack, algorithm: NONE.FLM}]", "bad-firmware")]
    [InlineData("loaders: [memory.stldr]\nerase: only-changed", "unsupported")]
    public void Check_LoaderThatCannotWork_IsRefusedBeforeABoardIsTouched(string keys, string code)
    {
        var project = Write(
            keys, ("memory.stldr", Loader("quadspi-f746.stldr")), ("memory.FLM", Loader("quadspi-f746.FLM")), ("other.FLM", Loader("f103.FLM")),
            ("text.stldr", "not a loader"u8.ToArray()), ("f7.pack", Pack()));

        var check = _appliance.Run("projects", "check", project, "--json");

        Assert.Equal(2, check.ExitCode);
        Assert.Contains(code, check.Json.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("code").GetString()));
    }

    /// <summary>A route that can run nothing on the target says so in the same words as for everything else it cannot.</summary>
    [Fact]
    public void Run_OnABootLoader_IsRefused()
    {
        var project = Write("loaders: [own.FLM]", ("own.FLM", Loader("f103.FLM")), target: "stm32f103cb", beside: false);

        var run = _appliance.Run("run", project, "--probe", "sim-usart:stm32f103cb", "--json");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("loader", run.Output + run.Error, StringComparison.Ordinal);
    }

    private static byte[] Loader(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{name}.hex") ?? throw new InvalidOperationException(name);
        using var reader = new StreamReader(stream);
        return Convert.FromHexString(string.Concat(reader.ReadToEnd().Where(char.IsAsciiHexDigit)));
    }

    private static byte[] Pack()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("V.F7.pdsc", Encoding.UTF8.GetBytes(
                """<package><devices><family Dfamily="STM32F7"><device Dname="STM32F746NG"><algorithm name="CMSIS/Flash/QSPI.FLM" start="0x90000000" size="0x1000000" default="0"/></device></family></devices></package>"""));
            Add("CMSIS/Flash/QSPI.FLM", Loader("quadspi-f746.FLM"));

            void Add(string name, byte[] bytes)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    private string Write(string keys, (string Name, byte[] Bytes) file, string target = "stm32f746ng", bool beside = true) => Write(keys, target, beside, file);

    private string Write(string keys, params (string Name, byte[] Bytes)[] files) => Write(keys, "stm32f746ng", true, files);

    private string Write(string keys, string target, bool beside, params (string Name, byte[] Bytes)[] files)
    {
        var folder = Path.Combine(_appliance.Home, "project");
        Directory.CreateDirectory(folder);
        var random = new Random(3);
        foreach (var (name, length) in (ReadOnlySpan<(string, int)>)[("inside.bin", 512), ("beside.bin", 300)])
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
        }

        foreach (var (name, bytes) in files)
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
        var second = beside ? "  - {path: beside.bin, address: 0x90000100}\n" : "";
        File.WriteAllText(
            Path.Combine(folder, "project.yaml"),
            $"name: Pictures\nrevision: '1'\ntarget: {target}\nfiles:\n  - {{path: inside.bin, address: 0x08000000}}\n{second}{keys}\n");
        return folder;
    }
}
