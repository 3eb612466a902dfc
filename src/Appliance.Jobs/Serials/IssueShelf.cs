// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Text;

namespace Appliance.Jobs.Serials;

/// <summary>
/// Every serial of a ledger, found by its text and by its board, in some fifty bytes each: a ledger of a million boards stays in memory for as long as
/// the service runs. Serials are only ever added; what changes is their state.
/// </summary>
internal sealed class IssueShelf
{
    /// <summary>Bytes of a block; an address is the number of the block and the offset in it.</summary>
    private const int Block = 1 << 20;

    private readonly List<(byte[] Bytes, int Used)> blocks = [];
    private readonly long[] counts = new long[Enum.GetValues<IssueState>().Length];
    private readonly Dictionary<string, uint> moved = new(StringComparer.Ordinal);
    private readonly ShelfTable texts;
    private readonly ShelfTable boards;

    public IssueShelf()
    {
        texts = new ShelfTable(address => Parts(address).Text);
        boards = new ShelfTable(address => Parts(address).Board);
    }

    /// <summary>How many are in a state.</summary>
    public long Count(IssueState state) => counts[(int)state];

    /// <summary>A serial by its text; null when it was never given.</summary>
    public Issue? Find(string text) => texts.Find(Encoding.UTF8.GetBytes(text)) is > 0 and var found ? Issue(found) : null;

    /// <summary>The serial a board has; null when it has none.</summary>
    public Issue? OfBoard(string uniqueId) =>
        moved.TryGetValue(uniqueId, out var other) ? Issue(other) : boards.Find(BoardBytes(uniqueId)) is > 0 and var found ? Issue(found) : null;

    /// <summary>Adds a serial that was never given.</summary>
    public void Add(Issue issue, string? uniqueId)
    {
        var board = uniqueId is null ? [] : BoardBytes(uniqueId);
        var text = Encoding.UTF8.GetBytes(issue.Text);
        var address = Write(issue, text, board);
        texts.Add(address);
        counts[(int)issue.State]++;
        if (uniqueId is not null)
        {
            _ = moved.Remove(uniqueId);
            if (boards.Find(board) > 0) moved[uniqueId] = address;
            else boards.Add(address);
        }
    }

    /// <summary>Changes what became of a serial that was given.</summary>
    /// <exception cref="KeyNotFoundException">It never was.</exception>
    public void Set(string text, IssueState state)
    {
        var address = Address(text);
        ref var now = ref blocks[(int)(address / Block)].Bytes[address % Block];
        counts[now]--;
        counts[(int)state]++;
        now = (byte)state;
    }

    /// <summary>Says that a board has a serial that was given before, perhaps to another one.</summary>
    public void Give(string text, string uniqueId)
    {
        if (OfBoard(uniqueId)?.Text != text)
        {
            moved[uniqueId] = Address(text);
        }
    }

    /// <summary>All serials in the order they were given, each with its board.</summary>
    public IEnumerable<(Issue Issue, string? UniqueId)> All()
    {
        var now = moved.GroupBy(board => board.Value).ToDictionary(group => group.Key, group => group.Last().Key);
        for (var block = 0; block < blocks.Count; block++)
        {
            for (var at = block == 0 ? 1 : 0; at < blocks[block].Used;)
            {
                var address = ((uint)block * Block) + (uint)at;
                at += Parts(address).Length;
                var own = BoardText(Parts(address).Board);
                own = own is not null && moved.TryGetValue(own, out var other) && other != address ? null : own;
                yield return (Issue(address), now.GetValueOrDefault(address) ?? own);
            }
        }
    }

    private uint Address(string text) => texts.Find(Encoding.UTF8.GetBytes(text)) is > 0 and var found ? found : throw new KeyNotFoundException($"'{text}' was never given.");

    private Issue Issue(uint address)
    {
        var parts = Parts(address);
        return new Issue(parts.Counter, Encoding.UTF8.GetString(parts.Text), parts.State);
    }

    /// <summary>State, counter, text and board, each as short as it can be.</summary>
    private uint Write(Issue issue, ReadOnlySpan<byte> text, ReadOnlySpan<byte> board)
    {
        Span<byte> number = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(number, issue.Counter);
        number = number[..(number.LastIndexOfAnyExcept((byte)0) + 1)];
        var length = 2 + number.Length + 8 + text.Length + board.Length;
        if (blocks.Count == 0 || blocks[^1].Used + length > Block)
        {
            // Address 0 is none.
            blocks.Add((new byte[Math.Max(Block, length + 1)], blocks.Count == 0 ? 1 : 0));
        }

        var (bytes, used) = blocks[^1];
        var to = bytes.AsSpan(used);
        to[0] = (byte)issue.State;
        to[1] = (byte)number.Length;
        number.CopyTo(to[2..]);
        var at = 2 + number.Length;
        at += WriteText(to[at..], text);
        at += WriteText(to[at..], board);
        blocks[^1] = (bytes, used + at);
        return ((uint)(blocks.Count - 1) * Block) + (uint)used;
    }

    private ShelfParts Parts(uint address)
    {
        var from = blocks[(int)(address / Block)].Bytes.AsSpan((int)(address % Block));
        Span<byte> number = stackalloc byte[16];
        number.Clear();
        from.Slice(2, from[1]).CopyTo(number);
        var at = 2 + from[1];
        var text = ReadText(from, ref at);
        var board = ReadText(from, ref at);
        return new ShelfParts((IssueState)from[0], BinaryPrimitives.ReadUInt128LittleEndian(number), text, board, at);
    }

    /// <summary>Length in seven bits a byte, then the bytes.</summary>
    private static int WriteText(Span<byte> to, ReadOnlySpan<byte> text)
    {
        var at = 0;
        for (var left = (uint)text.Length; ; left >>= 7)
        {
            to[at++] = (byte)(left > 0x7F ? left | 0x80 : left);
            if (left <= 0x7F) break;
        }

        text.CopyTo(to[at..]);
        return at + text.Length;
    }

    private static ReadOnlySpan<byte> ReadText(ReadOnlySpan<byte> from, scoped ref int at)
    {
        var length = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = from[at++];
            length |= (part & 0x7F) << shift;
            if (part < 0x80) break;
        }

        var text = from.Slice(at, length);
        at += length;
        return text;
    }

    /// <summary>A unique id is hex in capitals: a zero, then two digits a byte. Any other text as it is, after a one.</summary>
    private static byte[] BoardBytes(string uniqueId) =>
        uniqueId.Length % 2 == 0 && uniqueId.All(char.IsAsciiHexDigitUpper) ? [0, .. Convert.FromHexString(uniqueId)] : [1, .. Encoding.UTF8.GetBytes(uniqueId)];

    private static string? BoardText(ReadOnlySpan<byte> board) =>
        board.Length == 0 ? null : board[0] == 0 ? Convert.ToHexString(board[1..]) : Encoding.UTF8.GetString(board[1..]);
}

/// <summary>One serial as it lies on the shelf.</summary>
internal readonly ref struct ShelfParts(IssueState state, UInt128 counter, ReadOnlySpan<byte> text, ReadOnlySpan<byte> board, int length)
{
    public IssueState State { get; } = state;

    public UInt128 Counter { get; } = counter;

    public ReadOnlySpan<byte> Text { get; } = text;

    /// <summary>Empty where it has none.</summary>
    public ReadOnlySpan<byte> Board { get; } = board;

    /// <summary>Bytes it takes.</summary>
    public int Length { get; } = length;
}
