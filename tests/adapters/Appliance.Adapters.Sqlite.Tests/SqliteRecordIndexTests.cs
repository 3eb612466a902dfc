// SPDX-License-Identifier: Apache-2.0
using Appliance.Adapters.Contracts;
using Appliance.Ports.Records;
using Microsoft.Data.Sqlite;

namespace Appliance.Adapters.Sqlite.Tests;

public sealed class SqliteRecordIndexTests : RecordIndexContract
{
    protected override string Engine => "sqlite";

    protected override IReadOnlyList<string> FilesOf(string path) => [path, path + "-wal"];

    protected override IRecordIndex Open(string path) => SqliteRecordIndex.Open(path);

    protected override void Discard(string path) => SqliteRecordIndex.Discard(path);

    [Fact]
    public void Open_AnotherVersion_SaysSo()
    {
        SqliteRecordIndex.Open(FilePath).Dispose();
        using (var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            _ = command.ExecuteNonQuery();
        }

        Assert.Contains("version 99", Assert.Throws<RecordIndexException>(() => SqliteRecordIndex.Open(FilePath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FolderMissing_SaysSo() =>
        Assert.Throws<RecordIndexException>(() => SqliteRecordIndex.Open(Path.Combine(FilePath, "none", "records.db")));
}
