// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using Appliance.Platform.Serial;
using Appliance.Ports.Serial;

namespace Appliance.Platform.Tests.Serial;

/// <summary>Serial lines on pseudo terminals: the kernel's line discipline is the real one, speed and parity are settings without a wire.</summary>
public sealed class LinuxSerialTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    private readonly PseudoTerminal _terminal = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public void Bytes_OfEveryValue_GoBothWaysUntouched()
    {
        using var line = Open();
        var all = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();
        line.Write(all, Patience);
        Assert.Equal(all, _terminal.Receive(256));

        _terminal.Send(all);
        Assert.Equal(all, ReadAll(line, 256));
    }

    [Theory]
    [InlineData("sane")]
    [InlineData("raw -echo parenb parodd cstopb crtscts ixon ixoff")]
    [InlineData("icanon echo icrnl onlcr opost istrip inlcr isig ixany")]
    [InlineData("cs7 parenb min 0 time 5")]
    public void Open_WhateverStateTheLineWasLeftIn_IsRaw(string state)
    {
        using var keptOpen = File.OpenHandle(_terminal.Device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Stty(state);
        using var line = Open();
        byte[] tricky = [0x03, 0x04, 0x0A, 0x0D, 0x11, 0x13, 0x1A, 0x7F, 0x80, 0xFF, 0x00];
        _terminal.Send(tricky);
        Assert.Equal(tricky, ReadAll(line, tricky.Length));
        line.Write(tricky, Patience);
        Assert.Equal(tricky, _terminal.Receive(tricky.Length));
    }

    [Fact]
    public void Read_NothingComes_EndsAtItsLimit()
    {
        using var line = Open();
        var begun = TimeProvider.System.GetTimestamp();
        Assert.Equal(0, line.Read(new byte[1], Short));
        Assert.True(TimeProvider.System.GetElapsedTime(begun) >= Short);
    }

    [Fact]
    public void Write_NobodyReads_EndsAtItsLimit()
    {
        using var line = Open();
        Assert.Equal(SerialFault.Timeout, Assert.Throws<SerialException>(() => line.Write(new byte[1 << 20], Short)).Fault);
    }

    [Fact]
    public void Discard_ForgetsWhatCameBefore()
    {
        using var line = Open();
        _terminal.Send(1, 2, 3);
        Assert.Equal(1, line.Read(new byte[1], Patience));
        line.Discard();
        _terminal.Send(9);
        Assert.Equal([9], ReadAll(line, 1));
    }

    [Theory]
    [InlineData(9600)]
    [InlineData(57600)]
    [InlineData(250000)]
    public void Change_SetsAnySpeed(int baud)
    {
        using var keptOpen = File.OpenHandle(_terminal.Device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        using var line = Open();
        line.Change(new SerialFormat(baud, SerialParity.Even));
        Assert.Equal(new SerialFormat(baud, SerialParity.Even), line.Format);

        var settings = new byte[SerialWords.Size];
        Assert.Equal(0, SerialNative.Control(keptOpen, SerialNative.GetSettings, settings));
        Assert.Equal((uint)baud, Word(settings, 40));
    }

    [Fact]
    public void Open_LineOfAnother_IsBusyUnlessOneIsRoot()
    {
        using var first = Open();
        try
        {
            using var second = Open();
            Assert.True(Environment.IsPrivilegedProcess, "TIOCEXCL keeps everybody out but root");
        }
        catch (SerialException refused)
        {
            Assert.Equal(SerialFault.Busy, refused.Fault);
        }
    }

    [Fact]
    public void OtherEndGone_IsTold()
    {
        using var line = Open();
        _terminal.Dispose();

        Assert.Equal(SerialFault.Gone, Assert.Throws<SerialException>(() => line.Read(new byte[1], Patience)).Fault);
        Assert.Equal(SerialFault.Gone, Assert.Throws<SerialException>(() => line.Write([1], Patience)).Fault);
    }

    [Theory]
    [InlineData("/dev/no-such-line", SerialFault.NotFound)]
    [InlineData("/dev/null", SerialFault.Unsupported)]
    public void Open_WhatIsNoSerialLine_IsTold(string device, SerialFault fault)
    {
        var refused = Assert.Throws<SerialException>(() => new LinuxSerial(TimeProvider.System).Open(device, new SerialFormat(9600)));
        Assert.Equal(fault, refused.Fault);
        Assert.Contains(device, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Break_CanBeSwitched()
    {
        using var line = Open();
        line.SetBreak(true);
        line.SetBreak(false);
    }

    [Theory]
    [InlineData(SerialParity.None, 0u, 0x18B0u)]
    [InlineData(SerialParity.Even, 0x10u, 0x19B0u)]
    [InlineData(SerialParity.Odd, 0x10u, 0x1BB0u)]
    public void Settings_OfAFormat_AreThoseOfTermbits(SerialParity parity, uint input, uint control)
    {
        var settings = SerialWords.Raw(new SerialFormat(57600, parity));
        Assert.Equal((input, 0u, control, 0u), (Word(settings, 0), Word(settings, 4), Word(settings, 8), Word(settings, 12)));
        Assert.Equal((57600u, 57600u), (Word(settings, 36), Word(settings, 40)));
        Assert.True(SerialWords.Took(settings, new SerialFormat(57600, parity)));
        Assert.False(SerialWords.Took(settings, new SerialFormat(9600, parity)));
    }

    private ISerialLine Open() => new LinuxSerial(TimeProvider.System).Open(_terminal.Device, new SerialFormat(115200));

    private static uint Word(byte[] bytes, int at) => BitConverter.ToUInt32(bytes, at);

    private static byte[] ReadAll(ISerialLine line, int count)
    {
        var bytes = new byte[count];
        for (var at = 0; at < count;)
        {
            var read = line.Read(bytes.AsSpan(at), Patience);
            Assert.NotEqual(0, read);
            at += read;
        }

        return bytes;
    }

    private void Stty(string settings)
    {
        using var stty = Process.Start("stty", $"-F {_terminal.Device} {settings}");
        stty.WaitForExit();
    }
}
