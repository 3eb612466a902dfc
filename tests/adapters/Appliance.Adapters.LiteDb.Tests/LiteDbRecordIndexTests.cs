// SPDX-License-Identifier: Apache-2.0
using Appliance.Adapters.Contracts;
using Appliance.Ports.Records;
using LiteDB;

namespace Appliance.Adapters.LiteDb.Tests;

public sealed class LiteDbRecordIndexTests : RecordIndexContract
{
    protected override string Engine => "litedb";

    protected override IReadOnlyList<string> FilesOf(string path) => [path, path.Replace(".db", "-log.db", StringComparison.Ordinal)];

    protected override IRecordIndex Open(string path) => LiteDbRecordIndex.Open(path);

    protected override void Discard(string path) => LiteDbRecordIndex.Discard(path);

    [Fact]
    public void Open_AnotherVersion_SaysSo()
    {
        LiteDbRecordIndex.Open(FilePath).Dispose();
        using (var database = new LiteDatabase(FilePath))
        {
            database.UserVersion = 99;
        }

        Assert.Contains("version 99", Assert.Throws<RecordIndexException>(() => LiteDbRecordIndex.Open(FilePath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_SecondTime_IsRefusedAndCannotBeDiscardedEither()
    {
        using var index = LiteDbRecordIndex.Open(FilePath);
        _ = Assert.Throws<RecordIndexException>(() => LiteDbRecordIndex.Open(FilePath));
        _ = Assert.Throws<RecordIndexException>(() => LiteDbRecordIndex.Discard(FilePath));
    }
}
