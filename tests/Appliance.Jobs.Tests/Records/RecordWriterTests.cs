// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Records;
using Appliance.Ports.Files;

namespace Appliance.Jobs.Tests.Records;

public class RecordWriterTests
{
    private readonly MemoryFolder folder = new();

    [Fact]
    public void Begin_Waiting_IsOnTheDiskOnReturn()
    {
        using var journal = RecordBench.Open(folder);
        var writer = RecordWriter.Begin(journal, RecordBench.Start);
        Assert.NotNull(new RecordReader(folder.AfterCut(_ => [])).Find(writer.Id));
    }

    [Fact]
    public void EnsureStarted_NotWaiting_IsOnTheDiskAfterwards()
    {
        using var journal = RecordBench.Open(folder);
        var writer = RecordWriter.Begin(journal, RecordBench.Start, wait: false);
        writer.EnsureStarted();
        Assert.NotNull(new RecordReader(folder.AfterCut(_ => [])).Find(writer.Id));
    }

    [Fact]
    public void EnsureStarted_DiskFullMeanwhile_Throws()
    {
        using var journal = RecordBench.Open(folder);
        folder.OnFlush = () => throw new FileFaultException(FileFault.DiskFull, "full");
        var writer = RecordWriter.Begin(journal, RecordBench.Start, wait: false);
        Assert.Equal(RecordCause.DiskFull, Assert.Throws<RecordException>(() => writer.EnsureStarted()).Cause);
    }

    [Fact]
    public void Finish_Verdict_IsOnTheDiskOnReturn()
    {
        using var journal = RecordBench.Open(folder);
        var id = RecordBench.PassingJob(journal);
        Assert.Equal(RecordVerdict.Pass, new RecordReader(folder.AfterCut(_ => [])).Find(id)!.Verdict);
    }

    [Fact]
    public void Finish_DiskRefuses_Throws()
    {
        using var journal = RecordBench.Open(folder);
        var writer = RecordWriter.Begin(journal, RecordBench.Start);
        folder.OnFlush = () => throw new FileFaultException(FileFault.IoError, "bad sector");
        Assert.Equal(RecordCause.IoError, Assert.Throws<RecordException>(() => writer.Finish(RecordBench.Fail)).Cause);
    }

    [Fact]
    public void Finish_PassWithoutEvidence_IsRefused()
    {
        using var journal = RecordBench.Open(folder);
        var writer = RecordWriter.Begin(journal, RecordBench.Start);
        _ = Assert.Throws<InvalidOperationException>(() => writer.Finish(RecordBench.Pass));
        writer.Finish(RecordBench.Fail);
        Assert.Equal(RecordVerdict.Fail, new RecordReader(folder).Find(writer.Id)!.Verdict);
    }

    [Fact]
    public void Finish_Nonsense_IsRefused()
    {
        using var journal = RecordBench.Open(folder);
        var writer = RecordWriter.Begin(journal, RecordBench.Start);
        writer.Evidence(RecordBench.Readback);
        _ = Assert.Throws<InvalidOperationException>(() => writer.Finish(new JobEnd(RecordVerdict.Pass, 1, RecordBench.Error)));
        _ = Assert.Throws<InvalidOperationException>(() => writer.Finish(new JobEnd(RecordVerdict.Fail, 1, null)));
        _ = Assert.Throws<InvalidOperationException>(() => writer.Finish(new JobEnd(RecordVerdict.Interrupted, 1, null)));
        writer.Finish(RecordBench.Pass);
        _ = Assert.Throws<InvalidOperationException>(() => writer.Finish(RecordBench.Pass));
        _ = Assert.Throws<InvalidOperationException>(() => writer.Evidence(RecordBench.Readback));
    }

    [Theory]
    [InlineData("41-7", "00041-00007")]
    [InlineData("00041-00007", "00041-00007")]
    [InlineData("123456-1", "123456-00001")]
    [InlineData("41", null)]
    [InlineData("0-1", null)]
    [InlineData("41--7", null)]
    [InlineData("-1", null)]
    [InlineData("4 1-7", null)]
    public void RecordId_Parse_TakesWhatAPersonTypes(string text, string? id) => Assert.Equal(id, RecordId.Parse(text));
}
