// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using LiteDB;

namespace Appliance.Adapters.LiteDb;

/// <summary>
/// The rows in collections of some seventy thousand each, by sequence: what LiteDB does in one go, as making an index, it holds in memory until it is done.
/// The newest collection has what most people ask for.
/// </summary>
internal sealed class LiteDbPartitions
{
    private const string Prefix = "rows_";

    /// <summary>Journal lines of a collection: a million, at some fifteen a record.</summary>
    private const int SequenceBits = 20;

    private static readonly string[] Indexed = [LiteDbRows.Place, LiteDbRows.Id, LiteDbRows.UniqueId, LiteDbRows.Serial];

    private readonly LiteDatabase database;
    private readonly SortedSet<long> numbers = [];

    public LiteDbPartitions(LiteDatabase database)
    {
        this.database = database;
        Reload();
    }

    /// <summary>Highest sequence there is a row of; -1 without any.</summary>
    public long Highest { get; private set; }

    /// <summary>Number of the collection a sequence belongs to.</summary>
    public static long Of(long sequence) => sequence >> SequenceBits;

    /// <summary>Begins with what the file has.</summary>
    public void Reload()
    {
        numbers.Clear();
        numbers.UnionWith(database.GetCollectionNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(
            name => long.Parse(name.AsSpan(Prefix.Length), CultureInfo.InvariantCulture)));
        Highest = numbers.Count == 0
            ? -1
            : Rows(numbers.Max).Query().OrderByDescending("_id").Limit(1).ToDocuments().FirstOrDefault()?["_id"].AsInt64 ?? -1;
    }

    /// <summary>Makes a collection known, and its indexes where rows will be put in one by one. Outside of a transaction.</summary>
    public void Begin(long number, bool indexed)
    {
        if (numbers.Add(number) && indexed)
        {
            Finish(number);
        }
    }

    /// <summary>Makes the indexes of a collection, where they are missing. Outside of a transaction.</summary>
    public void Finish(long number)
    {
        var rows = Rows(number);
        foreach (var field in Indexed)
        {
            _ = rows.EnsureIndex(field);
        }
    }

    /// <summary>Makes the indexes of all collections, where they are missing.</summary>
    public void FinishAll(Action after)
    {
        foreach (var number in numbers)
        {
            Finish(number);
            after();
        }
    }

    /// <summary>Drops all collections. Outside of a transaction: LiteDB refuses it there.</summary>
    public void Clear()
    {
        foreach (var number in numbers)
        {
            _ = database.DropCollection(Name(number));
        }

        numbers.Clear();
        Highest = -1;
    }

    /// <summary>The row of a sequence.</summary>
    public BsonDocument? Find(long sequence) => numbers.Contains(Of(sequence)) ? Rows(Of(sequence)).FindById(sequence) : null;

    /// <summary>Puts rows in that are new, and others in their places, within the caller's transaction.</summary>
    public void Put(IEnumerable<BsonDocument> rows)
    {
        var top = Highest;
        foreach (var part in rows.GroupBy(row => Of(row["_id"].AsInt64)))
        {
            var collection = Rows(part.Key);
            _ = collection.Insert(part.Where(row => row["_id"].AsInt64 > Highest));
            foreach (var row in part.Where(row => row["_id"].AsInt64 <= Highest))
            {
                _ = collection.Upsert(row);
            }

            top = Math.Max(top, part.Max(row => row["_id"].AsInt64));
        }

        Highest = top;
    }

    /// <summary>All rows in a range of sequences, newest first.</summary>
    public IEnumerable<BsonDocument> Newest(long first, long last) =>
        In(first, last).SelectMany(part => Rows(part).Query().Where(Query.Between("_id", first, last)).OrderByDescending("_id").ToEnumerable());

    /// <summary>The rows with this text in a field that has an index, newest first.</summary>
    public IEnumerable<BsonDocument> Newest(long first, long last, string field, string text) =>
        In(first, last).SelectMany(part => Rows(part).Query().Where(Query.EQ(field, text)).ToEnumerable().OrderByDescending(row => row["_id"].AsInt64)
            .Where(row => row["_id"].AsInt64 >= first && row["_id"].AsInt64 <= last));

    /// <summary>The rows of some kinds in a range of sequences, newest first.</summary>
    public IEnumerable<BsonDocument> Newest(long first, long last, IReadOnlyList<LiteDbKind> kinds) => In(first, last).SelectMany(part => Newest(part, first, last, kinds));

    private static string Name(long number) => Prefix + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Takes the newest of what each kind has next. Each cursor asks anew for every few rows: LiteDB lets only a hundred queries be open.</summary>
    private IEnumerable<BsonDocument> Newest(long part, long first, long last, IReadOnlyList<LiteDbKind> kinds)
    {
        var next = new PriorityQueue<KindCursor, long>();
        foreach (var cursor in kinds.Select(kind => new KindCursor(Rows(part), kind.Number, first, last)))
        {
            Queue(cursor);
        }

        while (next.TryDequeue(out var cursor, out _))
        {
            yield return cursor.Take();
            Queue(cursor);
        }

        void Queue(KindCursor cursor)
        {
            if (cursor.Sequence is { } sequence)
            {
                next.Enqueue(cursor, -sequence);
            }
        }
    }

    /// <summary>The collections that may have rows of a range of sequences, the newest first.</summary>
    private IEnumerable<long> In(long first, long last) => numbers.Reverse().Where(number => number >= Of(Math.Max(0, first)) && number <= Of(last));

    private ILiteCollection<BsonDocument> Rows(long number) => database.GetCollection(Name(number));

    /// <summary>The rows of one kind in one collection, newest first.</summary>
    private sealed class KindCursor(ILiteCollection<BsonDocument> rows, int kind, long first, long last)
    {
        private const int FewestRows = 4;
        private const int MostRows = 64;

        private readonly Queue<BsonDocument> ahead = [];
        private readonly long lowest = LiteDbRows.PlaceOf(kind, Math.Max(0, first));
        private long highest = LiteDbRows.PlaceOf(kind, Math.Min(last, LiteDbRows.LastSequence));
        private int asked = FewestRows;
        private bool ended;

        /// <summary>Sequence of the next row; null at the end.</summary>
        public long? Sequence
        {
            get
            {
                Fill();
                return ahead.TryPeek(out var row) ? row["_id"].AsInt64 : null;
            }
        }

        public BsonDocument Take() => ahead.Dequeue();

        private void Fill()
        {
            if (ahead.Count > 0 || ended)
            {
                return;
            }

            foreach (var row in rows.Query().Where(Query.Between(LiteDbRows.Place, lowest, highest)).OrderByDescending(LiteDbRows.Place).Limit(asked).ToEnumerable())
            {
                ahead.Enqueue(row);
                highest = row[LiteDbRows.Place].AsInt64 - 1;
            }

            ended = ahead.Count < asked;
            asked = Math.Min(asked * 2, MostRows);
        }
    }
}
