// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Media;

namespace Appliance.Adapters.Contracts;

/// <summary>What every source of sticks must do; run for the simulated one and for the folder a unit mounts them in.</summary>
public abstract class MediaContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Nothing_IsPluggedIn_AtFirst()
    {
        using var bench = Open();
        Assert.Empty(bench.Media.Present());
    }

    [Fact]
    public void Stick_ComesAndGoes_AndEachPluggingInIsAnother()
    {
        using var bench = Open();
        var changes = 0;
        bench.Media.Changed += () => Interlocked.Increment(ref changes);
        var first = Plugged(bench, new() { ["a.txt"] = "hello"u8.ToArray() });
        Assert.True(first.IsThere);
        Assert.Null(first.Refusal);
        Assert.Same(first, Assert.Single(bench.Media.Present()));
        bench.Pull();
        Until(() => bench.Media.Present().Count == 0);
        Assert.False(first.IsThere);
        var second = Plugged(bench, new() { ["a.txt"] = "hello"u8.ToArray() });
        Assert.NotSame(first, second);
        Assert.False(first.IsThere);
        Until(() => Volatile.Read(ref changes) >= 3);
    }

    [Fact]
    public void Files_AreListedMeasuredAndRead()
    {
        using var bench = Open();
        var stick = Plugged(bench, new() { ["top.txt"] = "top"u8.ToArray(), ["fw/deep/b.bin"] = new byte[70_000], ["fw/a.bin"] = [1, 2, 3] });
        Assert.Equal([new MediumEntry("fw", true, 0), new MediumEntry("top.txt", false, 3)], stick.List("", 10).OrderBy(entry => entry.Name, StringComparer.Ordinal));
        Assert.Equal(["a.bin", "deep"], stick.List("fw", 10).Select(entry => entry.Name).Order(StringComparer.Ordinal));
        Assert.Equal((3L, 70_000L, null, null), (stick.Length("fw/a.bin"), stick.Length("fw/deep/b.bin"), stick.Length("fw"), stick.Length("nothing")));
        using var stream = stick.OpenRead("fw/a.bin");
        Assert.Equal(3, stream.Length);
        stream.Position = 1;
        Assert.Equal(2, stream.ReadByte());
    }

    [Fact]
    public void LongFolder_IsListedNoFurtherThanOneAboveTheLimit()
    {
        using var bench = Open();
        var stick = Plugged(bench, Enumerable.Range(0, 50).ToDictionary(i => $"f{i}", _ => new byte[] { 1 }));
        Assert.Equal(11, stick.List("", 10).Count);
        Assert.Equal(50, stick.List("", 50).Count);
    }

    [Fact]
    public void MissingFile_IsTold()
    {
        using var bench = Open();
        var stick = Plugged(bench, new() { ["a"] = [1] });
        Assert.Equal(MediumFault.Unreadable, Assert.Throws<MediumException>(() => stick.OpenRead("b")).Fault);
    }

    [Fact]
    public void PulledStick_SaysSo_WhateverIsAsked()
    {
        using var bench = Open();
        var stick = Plugged(bench, new() { ["a"] = [1] });
        bench.Pull();
        Until(() => !stick.IsThere);
        Assert.Equal(MediumFault.Gone, Assert.Throws<MediumException>(() => stick.List("", 10)).Fault);
        Assert.ThrowsAny<IOException>(() => stick.OpenRead("a"));
        Assert.Equal(MediumFault.Gone, Assert.Throws<MediumException>(() => stick.BeginWriting(CancellationToken.None)).Fault);
    }

    [Fact]
    public void RefusedStick_IsThereAndSaysWhy()
    {
        using var bench = Open();
        bench.PlugRefused("Its file system is ntfs.");
        Until(() => bench.Media.Present().Count == 1);
        Assert.Equal("Its file system is ntfs.", bench.Media.Present()[0].Refusal);
    }

    [Fact]
    public void WritingPhase_PutsFilesOnTheStick_AndEndsReading()
    {
        using var bench = Open();
        var stick = Plugged(bench, new() { ["a"] = [1] });
        using (var writing = stick.BeginWriting(CancellationToken.None))
        {
            writing.Folder.Replace("records.csv", "one"u8);
            writing.Finish();
        }

        Assert.Equal("one"u8.ToArray(), bench.Written("records.csv"));
        Assert.ThrowsAny<IOException>(() => stick.OpenRead("a"));
        Assert.True(stick.IsThere);
    }

    [Fact]
    public void WriteProtectedStick_RefusesTheWritingPhase_AndCanBeReadStill()
    {
        using var bench = Open();
        var stick = Plugged(bench, new() { ["a"] = [1] }, writeProtected: true);
        Assert.Equal(MediumFault.NotWritable, Assert.Throws<MediumException>(() => stick.BeginWriting(CancellationToken.None)).Fault);
        Assert.True(stick.IsThere);
    }

    /// <summary>A machine with one socket.</summary>
    protected abstract IMediaBench Open();

    private static IMedium Plugged(IMediaBench bench, Dictionary<string, byte[]> files, bool writeProtected = false)
    {
        bench.Plug(files, writeProtected);
        Until(() => bench.Media.Present().Count == 1);
        return bench.Media.Present()[0];
    }

    private static void Until(Func<bool> happened) => Assert.True(SpinWait.SpinUntil(happened, Patience));
}

/// <summary>What a contract test does with a socket.</summary>
public interface IMediaBench : IDisposable
{
    IMedia Media { get; }

    void Plug(IReadOnlyDictionary<string, byte[]> files, bool writeProtected);

    void PlugRefused(string reason);

    void Pull();

    byte[] Written(string name);
}
