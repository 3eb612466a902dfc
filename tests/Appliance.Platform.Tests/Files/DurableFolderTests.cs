// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Platform.Files;
using Appliance.Ports.Files;

namespace Appliance.Platform.Tests.Files;

public sealed class DurableFolderTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Open_MissingFolders_AreCreated()
    {
        var folder = new DurableFolder(temporary.At("a/b/c"));
        folder.Open("x").Dispose();
        Assert.Equal(["x"], folder.Names());
    }

    [Fact]
    public void Append_ThenReadWhileOpen_SeesTheBytes()
    {
        var folder = new DurableFolder(temporary.Path);
        using var file = folder.Open("x");
        file.Append("one\n"u8);
        file.Append("two\n"u8);
        file.Flush();
        Assert.Equal(8, file.Length);
        Assert.Equal("one\ntwo\n", Read(folder, "x"));
    }

    [Fact]
    public void Open_Again_GoesOnAtTheEnd()
    {
        var folder = new DurableFolder(temporary.Path);
        using (var first = folder.Open("x"))
        {
            first.Append("one"u8);
        }

        using var second = folder.Open("x");
        Assert.Equal(3, second.Length);
        second.Append("two"u8);
        Assert.Equal("onetwo", Read(folder, "x"));
    }

    [Fact]
    public void Open_SecondWriter_IsRefusedUntilTheFirstIsGone()
    {
        var folder = new DurableFolder(temporary.Path);
        using (folder.Open("x"))
        {
            var error = Assert.Throws<FileFaultException>(() => new DurableFolder(temporary.Path).Open("x"));
            Assert.Equal(FileFault.InUse, error.Fault);
        }

        folder.Open("x").Dispose();
    }

    [Fact]
    public void Truncate_CutsAndAppendGoesOnThere()
    {
        var folder = new DurableFolder(temporary.Path);
        using var file = folder.Open("x");
        file.Append("onetwo"u8);
        file.Truncate(3);
        file.Append("!"u8);
        Assert.Equal("one!", Read(folder, "x"));
    }

    [Fact]
    public void Replace_OldContents_AreGoneAndNoTemporaryStays()
    {
        var folder = new DurableFolder(temporary.Path);
        folder.Replace("x", "a long text"u8);
        folder.Replace("x", "short"u8);
        Assert.Equal("short", Read(folder, "x"));
        Assert.Equal([temporary.At("x")], Directory.GetFileSystemEntries(temporary.Path));
    }

    [Fact]
    public void Replace_LeftoverOfAPowerCut_IsHiddenAndOverwritten()
    {
        var folder = new DurableFolder(temporary.Path);
        File.WriteAllText(temporary.At(".x.new"), "half of something much longer");
        Assert.Empty(folder.Names());
        folder.Replace("x", "whole"u8);
        Assert.Equal("whole", Read(folder, "x"));
    }

    [Fact]
    public void Delete_MissingOrNot_LeavesNothing()
    {
        var folder = new DurableFolder(temporary.Path);
        folder.Replace("x", "1"u8);
        folder.Delete("x");
        folder.Delete("x");
        Assert.Empty(folder.Names());
        Assert.Null(folder.OpenRead("x"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(".x")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    public void Open_NameThatIsNone_IsRefused(string name) =>
        Assert.Throws<ArgumentException>(() => new DurableFolder(temporary.Path).Open(name));

    [Fact]
    public void Space_Disk_HasSomeOfBoth()
    {
        var (free, total) = new DurableFolder(temporary.Path).Space();
        Assert.InRange(free, 0, total);
        Assert.True(total > 0);
    }

    [Fact]
    public void Append_DiskFull_SaysSo()
    {
        if (!File.Exists("/dev/full"))
        {
            return;
        }

        // The device whose every write says ENOSPC (full(4)), reached through a link as a file of the folder.
        _ = File.CreateSymbolicLink(temporary.At("x"), "/dev/full");
        using var file = new DurableFolder(temporary.Path).Open("x");
        Assert.Equal(FileFault.DiskFull, Assert.Throws<FileFaultException>(() => file.Append("x"u8)).Fault);
    }

    [Fact]
    public void Flush_ThatTheSystemRefuses_IsNeverTakenForDone()
    {
        if (!File.Exists("/dev/full"))
        {
            return;
        }

        // fsync(2) of a device without a disk behind it says EINVAL.
        _ = File.CreateSymbolicLink(temporary.At("x"), "/dev/full");
        using var file = new DurableFolder(temporary.Path).Open("x");
        Assert.Equal(FileFault.IoError, Assert.Throws<FileFaultException>(file.Flush).Fault);
    }

    private static string Read(DurableFolder folder, string name)
    {
        using var reader = new StreamReader(folder.OpenRead(name)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
