// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.EndToEnd.Tests.Cli;

public sealed class FusImageTests : IDisposable
{
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Fact]
    public void Image_StackOfNewFormat_IsToldWithItsAddress()
    {
        var json = _appliance.Run("fus", "image", Stack(), "--device", "wb55rg", "--json").Json;

        Assert.Equal("stack", json.GetProperty("kind").GetString());
        Assert.Equal("new", json.GetProperty("format").GetString());
        Assert.Equal("1.24.0", json.GetProperty("version").GetString());
        Assert.Equal(32, json.GetProperty("pages").GetInt32());
        Assert.Equal(4, json.GetProperty("nvmPages").GetInt32());
        Assert.Equal("0xB10C8B99", json.GetProperty("magic").GetString());
        Assert.Equal("0x080D0000", json.GetProperty("startAddress").GetString());
        Assert.Equal("2.0.0", json.GetProperty("requiresFus").GetString());
    }

    [Fact]
    public void Image_WithoutRoom_EndsWithTwoAndTheReason()
    {
        var result = _appliance.Run("fus", "image", Stack(), "--device", "stm32wb55cc", "--sfsa", "0x20");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("36 pages", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no STM32WB called 'wb99zz'", "--device", "wb99zz")]
    [InlineData("need --device", "--sfsa", "0xD0")]
    [InlineData("at most 0xFF", "--device", "wb55rg", "--sfsa", "0x100")]
    public void Image_BadOption_EndsWithTwoAndOneSentence(string sentence, params string[] options)
    {
        var result = _appliance.Run(["fus", "image", Stack(), .. options]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(sentence, Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void Image_OtherFile_SaysWhatWasExpected()
    {
        var path = Path.Combine(_appliance.Home, "page.html");
        File.WriteAllText(path, new string('<', 4096));

        var result = _appliance.Run("fus", "image", path);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("signature by ST", result.Error, StringComparison.Ordinal);
    }

    private string Stack()
    {
        var file = new byte[129_460];
        Put(104, 0x040104CD);
        Put(100, 0xABCDABCD);
        Put(96, 0x0F0A0220);
        Put(92, 0x01180003);
        Put(88, 0xB10C8B99);
        Put(4, 0xD3A12C5E);
        var path = Path.Combine(_appliance.Home, "stack.bin");
        File.WriteAllBytes(path, file);
        return path;

        void Put(int fromEnd, uint word) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.Length - fromEnd), word);
    }
}
