// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;

namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>FUS on a simulated board, by the commands of a person and by hand.</summary>
public sealed class FusTests : IDisposable
{
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    /// <summary>
    /// The sequence of the SEGGER wiki, page ST_STM32WB, "Sending FUS commands manually", written from that text alone: no address and no bit is taken from our
    /// own client. A chip with empty flash starts from system memory, so that the boot loader's mailbox is there.
    /// </summary>
    [Theory]
    [InlineData("1.2.0", "0x01020000")]
    [InlineData("2.2.0", "0x02020000")]
    public async Task Mem_TheManualSequenceOfTheWiki_GivesTheStateOfFus(string version, string word)
    {
        using var board = new RunningAppliance(_appliance.Start("simulate", "stm32wb55rg", "--fus", version, "--remote-bitbang", "0"));
        var probe = $"remote-bitbang:127.0.0.1:{(await board.ReadLine())!.Split(':')[^1]}";
        Assert.Equal("ready", await board.ReadLine());
        Assert.Equal("0x20030024", Read(probe, "0x20030000", 1)[0]);
        Assert.Equal(word, Read(probe, "0x20030030", 1)[0]);

        Assert.Equal(0u, Channel2(probe));
        Write(probe, "0x20030064", "0");
        Write(probe, "0x20030068", "0");
        Write(probe, "0x2003006C", "0x00FC5210");
        Write(probe, "0x58000C08", "0x20000");
        Write(probe, "0x58000C04", "0xFFFDFFFD");
        for (var looks = 0; Channel2(probe) != 0; looks++)
            Assert.True(looks < 20, "the channel stays busy");
        var answer = Read(probe, "0x20030064", 2).SelectMany(text => BitConverter.GetBytes(Number(text))).ToArray();

        Assert.Equal([0x11, 0x0E], answer[..2]);
        Assert.Equal([0x52, 0xFC, 0x00], answer[4..7]); // FUS_GET_STATE, and the state: idle.
    }

    [Fact]
    public void State_OfASimulatedBoard_IsTold()
    {
        var result = _appliance.Run("fus", "state", "--probe", "sim:stm32wb55rg,fus=1.2.0", "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("1.2.0", result.Json.GetProperty("fus").GetString());
        Assert.Equal(JsonValueKind.Null, result.Json.GetProperty("stack").ValueKind);
        Assert.Equal("0xF4", result.Json.GetProperty("sfsa").GetString());
    }

    [Fact]
    public void Install_FromTheFirstFus_ShowsThePlanAndGoesTheWholeWay()
    {
        var folder = Path.Combine(_appliance.Home, "images");
        Assert.Equal(0, _appliance.Run("fus", "samples", folder).ExitCode);
        string[] files = [.. new[] { "FUS_fw_for_fus_0_5_3", "FUS_fw", "BLE_Stack_full_fw" }.Select(name => Path.Combine(folder, $"stm32wb5x_{name}.bin"))];

        var result = _appliance.Run(["fus", "install", .. files, "--probe", "sim:stm32wb55rg,fus=0.5.3", "--json"]);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(("2.2.0", "1.24.0", "stack"), (Text(result.Json, "fus"), Text(result.Json, "stack"), Text(result.Json, "running")));
        Assert.Equal(3, result.Json.GetProperty("plan").GetArrayLength());
        Assert.Equal(3, result.Json.GetProperty("done").GetArrayLength());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_appliance.Home, "data", "boot-options")));
    }

    [Fact]
    public void Run_FromAVirginPartToTheApplication_IsOnePressAndOneRecord()
    {
        var project = Project("stm32wb5x_BLE_Stack_full_fw.bin");

        var result = _appliance.Run("run", project, "--probe", "sim:stm32wb55rg,fus=0.5.3", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        var notes = result.Json.GetProperty("stages").EnumerateArray().Where(stage => Text(stage, "name") == "coprocessor").Select(stage => Text(stage, "note")!).ToList();
        Assert.StartsWith("plan: upgrade FUS 0.5.3 to 1.2.0", notes[0], StringComparison.Ordinal);
        Assert.Equal(5, notes.Count);
        Assert.All(notes[1..4], note => Assert.Contains("done in", note, StringComparison.Ordinal));
        Assert.StartsWith("reported: FUS 2.2.0, stack 1.24.0, secure boundary 0xD0, the stack starts", notes[4], StringComparison.Ordinal);
        var shown = _appliance.Run("records", "show", Text(result.Json, "record")!);
        Assert.Contains("install stack 1.24.0", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_SafebootKeysAndAntiRollback_AreStepsOfTheRecordAndTheKeyIsNot()
    {
        var project = Project("stm32wb5x_BLE_Stack_full_fw.bin");
        File.WriteAllBytes(Path.Combine(project, "key.bin"), "SECRET-KEY-BYTES"u8.ToArray());
        File.AppendAllText(Path.Combine(project, "project.yaml"), "\n  safeboot: stm32wb5x_Safeboot_fw.bin\n  user-keys: key.bin\n  anti-rollback: true\n  irreversible: [safeboot, anti-rollback]\n");

        var result = _appliance.Run("run", project, "--probe", "sim:stm32wb55rg,fus=1.0.2", "--json");

        Assert.True(result.ExitCode == 0, result.Error + result.Output);
        var notes = result.Json.GetProperty("stages").EnumerateArray().Where(stage => Text(stage, "name") == "coprocessor").Select(stage => Text(stage, "note")!).ToList();
        Assert.Contains("no way back from: power or reset while FUS 1.0.2 writes option bytes", notes[0], StringComparison.Ordinal);
        Assert.Contains(notes, note => note.StartsWith("install Safeboot 2.0.1", StringComparison.Ordinal));
        Assert.Contains(notes, note => note.StartsWith("store a simple key of 128 bits", StringComparison.Ordinal) && note.EndsWith("told: its index is 0", StringComparison.Ordinal));
        Assert.StartsWith("activate anti-rollback at stack 1.24.0", notes[^2], StringComparison.Ordinal);
        var shown = _appliance.Run("records", "show", Text(result.Json, "record")!);
        Assert.DoesNotContain("SECRET", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexString("SECRET"u8), shown.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void AntiRollback_WithoutItsWord_IsRefusedByName()
    {
        var result = _appliance.Run("fus", "anti-rollback", "--probe", "sim:stm32wb55rg,fus=2.2.0", "--irreversible", "anti-rollback");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Install the stack first", result.Error, StringComparison.Ordinal);
        Assert.Equal(2, _appliance.Run("fus", "key", "lock-customer", "--probe", "sim:stm32wb55rg").ExitCode);
    }

    [Fact]
    public void Key_User_IsStoredAndItsIndexTold()
    {
        var file = Path.Combine(_appliance.Home, "key.bin");
        Directory.CreateDirectory(_appliance.Home);
        File.WriteAllBytes(file, new byte[16]);
        var result = _appliance.Run("fus", "key", "user", file, "--probe", "sim:stm32wb55rg,fus=2.2.0", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal("its index is 0", Text(Assert.Single(result.Json.GetProperty("done").EnumerateArray()), "told"));
    }

    [Fact]
    public void Run_ImageNobodyKnows_EndsWithItsCodeAndNothingIsChanged()
    {
        var project = Project("stm32wb5x_BLE_Stack_full_fw.bin");
        var stack = Path.Combine(project, "stm32wb5x_BLE_Stack_full_fw.bin");
        var bytes = File.ReadAllBytes(stack);
        bytes[1000] ^= 1;
        File.WriteAllBytes(stack, bytes);

        var result = _appliance.Run("run", project, "--probe", "sim:stm32wb55rg,fus=2.2.0", "--json");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("E801", Text(result.Json.GetProperty("error"), "code"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_appliance.Home, "data", "boot-options")));
    }

    [Fact]
    public void Check_StackIntoTheApplication_IsAMistakeOfTheProject()
    {
        var project = Project("stm32wb5x_BLE_Stack_full_fw.bin");
        File.WriteAllBytes(Path.Combine(project, "app.bin"), new byte[0xD8000]);

        var result = _appliance.Run("projects", "check", project);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("no room", result.Error + result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Install_WithoutTheStepBetween_IsRefusedWithItsReason()
    {
        var folder = Path.Combine(_appliance.Home, "images");
        _appliance.Run("fus", "samples", folder);

        var result = _appliance.Run("fus", "upgrade", Path.Combine(folder, "stm32wb5x_FUS_fw.bin"), "--probe", "sim:stm32wb55rg,fus=0.5.3");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("1.2.0", result.Error, StringComparison.Ordinal);
    }

    /// <summary>The figures are promised for a simulated part: they repeat to the clock.</summary>
    [Fact]
    public void Bench_Fus_OurOwnPartIsWithinItsLimit()
    {
        var result = _appliance.Run("bench", "fus", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.All(result.Json.GetProperty("rows").EnumerateArray(), row =>
        {
            Assert.Equal(36, row.GetProperty("pages").GetInt32());
            Assert.InRange(row.GetProperty("ownSeconds").GetDouble(), row.GetProperty("floorSeconds").GetDouble(), row.GetProperty("limitSeconds").GetDouble());
            Assert.InRange(row.GetProperty("shortestPollSeconds").GetDouble(), 0.05, 1);
        });
    }

    [Fact]
    public void State_OfAChipWithoutCoprocessor_IsWrongUsage() => Assert.Equal(2, _appliance.Run("fus", "state", "--probe", "sim:stm32f103cb").ExitCode);

    /// <summary>A project with an application of noise that could run, FUS by every step, and a stack.</summary>
    private string Project(string stack)
    {
        var folder = Path.Combine(_appliance.Home, "radio");
        Assert.Equal(0, _appliance.Run("fus", "samples", folder).ExitCode);
        var application = new byte[0x4000];
        new Random(1).NextBytes(application);
        ((byte[])[0x00, 0x10, 0x00, 0x20, 0x41, 0x00, 0x00, 0x08]).CopyTo(application, 0);
        File.WriteAllBytes(Path.Combine(folder, "app.bin"), application);
        File.WriteAllText(Path.Combine(folder, "project.yaml"), $$"""
            name: Radio
            revision: 1
            target: stm32wb55rg
            files: [{path: app.bin, address: 0x08000000}]
            coprocessor:
              fus: [stm32wb5x_FUS_fw_for_fus_0_5_3.bin, stm32wb5x_FUS_fw_1_2_0.bin, stm32wb5x_FUS_fw.bin]
              stack: {{stack}}
            """);
        return folder;
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private uint Channel2(string probe) => Number(Read(probe, "0x58000C0C", 1)[0]) & 2;

    private List<string> Read(string probe, string address, int words) => [.. _appliance.Run("mem", "read", address, words.ToString(CultureInfo.InvariantCulture), "--probe", probe, "--json")
        .Json.GetProperty("words").EnumerateArray().Select(word => word.GetString()!)];

    private void Write(string probe, string address, string value) => Assert.Equal(0, _appliance.Run("mem", "write", address, value, "--probe", probe).ExitCode);

    private static uint Number(string hex) => uint.Parse(hex.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
