// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Appliance.Flashing.BootLoaders;
using Appliance.Ports.Wires;

namespace Appliance.Flashing.Gdb;

/// <summary>The packets of GDB's remote protocol a programmer needs (GDB manual, appendix E.2 to E.6), one method each.</summary>
internal sealed class GdbServer(GdbLink link)
{
    /// <summary>Where the server does not say how long its packets may be (gdb assumes the same of a server on a serial line).</summary>
    private const int DefaultPacket = 400;
    private const int SmallestPacket = 64;
    private const int LargestPacket = 0x4000;

    /// <summary>More at once gains nothing, and some servers hold less than they say.</summary>
    private const int MostRead = 2048;
    private const int MostMap = 64 * 1024;

    /// <summary>The longest look for a target: a scan of every chain, with the retries of the probe's firmware.</summary>
    private static readonly TimeSpan ScanLimit = TimeSpan.FromSeconds(10);

    /// <summary>Longest packet the server takes.</summary>
    public int PacketSize { get; private set; } = DefaultPacket;

    /// <summary>Bytes read at once, whole words.</summary>
    public int ReadBlock => Math.Min(MostRead, PacketSize / 2) & ~3;

    private bool HasMap { get; set; }

    /// <summary>qSupported: how long packets may be, and whether there is a memory map.</summary>
    public void LearnFeatures(TimeSpan limit, CancellationToken cancel)
    {
        var answer = Text(link.Knock("qSupported:swbreak+;hwbreak+"u8, limit, cancel));
        var features = answer.Split(';');
        HasMap = features.Contains("qXfer:memory-map:read+");
        const string size = "PacketSize=";
        var told = features.FirstOrDefault(feature => feature.StartsWith(size, StringComparison.Ordinal));
        PacketSize = told is null ? DefaultPacket
            : int.TryParse(told[size.Length..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bytes) && bytes >= SmallestPacket ? Math.Min(bytes, LargestPacket)
            : throw Nonsense("qSupported", answer);
    }

    /// <summary>qRcmd: a command for whatever is behind the server, and what it prints.</summary>
    public MonitorAnswer Monitor(string command, CancellationToken cancel, TimeSpan? limit = null)
    {
        var printed = new StringBuilder();
        var most = limit ?? ScanLimit;
        var answer = link.Ask(Ascii($"qRcmd,{Convert.ToHexStringLower(Encoding.ASCII.GetBytes(command))}"), most, cancel);
        while (true)
        {
            var text = Text(answer);
            if (text.Length == 0) return new MonitorAnswer(false, false, printed.ToString());
            if (text == "OK") return new MonitorAnswer(true, true, printed.ToString());
            if (IsError(text)) return new MonitorAnswer(true, false, printed.ToString());
            if (text[0] != 'O')
            {
                printed.Append(Hex(text, command));
                return new MonitorAnswer(true, !printed.ToString().Contains("Failed", StringComparison.Ordinal), printed.ToString());
            }

            printed.Append(Hex(text[1..], command));
            answer = link.Next(most);
        }
    }

    /// <summary>vAttach.</summary>
    /// <returns>Whether the target halted.</returns>
    public bool Attach(int number, CancellationToken cancel) => Stopped(Text(link.Ask(Ascii($"vAttach;{number:x}"), ScanLimit, cancel)));

    /// <summary>Whether there is a target, and it stands still (<c>?</c>).</summary>
    public bool IsStopped(CancellationToken cancel) => Stopped(Text(AnswerTo("?", TimeSpan.Zero, cancel)));

    /// <summary>Restarts the target: it stands at its first instruction (<c>!</c>, <c>R</c>).</summary>
    /// <exception cref="BootLoaderException">The server cannot.</exception>
    public void Restart(CancellationToken cancel)
    {
        Must(AnswerTo("!", TimeSpan.Zero, cancel), "extended mode", null);
        link.Tell("R00"u8, cancel);
        if (!IsStopped(cancel)) throw Refused("the restart", null, "no target");
    }

    /// <summary>Lets the target go (<c>D</c>).</summary>
    public void Detach(CancellationToken cancel) => Must(AnswerTo("D", TimeSpan.Zero, cancel), "letting the target go", null);

    /// <summary>Lets the target run (<c>c</c>). The server answers when it stops, which firmware does not; the link is of no use afterwards.</summary>
    public void Continue(CancellationToken cancel) => link.Tell("c"u8, cancel);

    /// <summary>The memory map; null where the server has none.</summary>
    public IReadOnlyList<GdbFlash>? MemoryMap(CancellationToken cancel)
    {
        if (!HasMap) return null;
        var map = new List<byte>();
        for (var last = false; !last;)
        {
            var answer = link.Ask(Ascii($"qXfer:memory-map:read::{map.Count:x},{PacketSize / 2:x}"), TimeSpan.Zero, cancel);
            if (answer.Length == 0 || answer[0] is not ((byte)'m' or (byte)'l') || (answer[0] == (byte)'m' && answer.Length == 1) || map.Count > MostMap)
                throw Nonsense("the memory map", Text(answer));
            last = answer[0] == (byte)'l';
            map.AddRange(answer[1..]);
        }

        var all = map.ToArray();
        return GdbMemoryMap.Parse(all) ?? throw Nonsense("the memory map", Text(all));
    }

    /// <summary>Reads memory (<c>m</c>), exactly so many bytes.</summary>
    /// <exception cref="BootLoaderException">The server refuses.</exception>
    public void Read(uint address, Span<byte> bytes, CancellationToken cancel)
    {
        var what = $"the read of {bytes.Length} bytes at 0x{address:x8}";
        var text = Text(AnswerTo($"m{address:x},{bytes.Length:x}", TimeSpan.Zero, cancel));
        if (IsError(text)) throw Refused(what, address, text);
        if (text.Length != 2 * bytes.Length) throw Nonsense(what, text);
        HexBytes(text, what).CopyTo(bytes);
    }

    /// <summary>Erases flash (<c>vFlashErase</c>), whole blocks.</summary>
    public void FlashErase(uint address, long length, TimeSpan limit, CancellationToken cancel) =>
        Must(AnswerTo($"vFlashErase:{address:x},{length:x}", limit, cancel), $"the erase of {length} bytes at 0x{address:x8}", address);

    /// <summary>Writes flash (<c>vFlashWrite</c>): done for certain after <see cref="FlashDone"/>.</summary>
    public void FlashWrite(uint address, ReadOnlySpan<byte> bytes, TimeSpan limit, CancellationToken cancel)
    {
        byte[] packet = [.. FlashWriteHead(address), .. GdbFrame.Escaped(bytes)];
        Must(link.Ask(packet, limit, cancel), $"{bytes.Length} bytes at 0x{address:x8}", address);
    }

    /// <summary>How many of these bytes one packet holds, whole units of them and at least one.</summary>
    public int Fitting(uint address, ReadOnlySpan<byte> bytes, int unit)
    {
        const int frame = 4;
        var (room, fits) = (PacketSize - frame - FlashWriteHead(address).Length, 0);
        for (var i = 0; i < bytes.Length && (room -= GdbFrame.Width(bytes[i])) >= 0; i++) fits = i + 1;
        return fits == bytes.Length ? fits : Math.Max(unit, fits / unit * unit);
    }

    /// <summary>Ends writing (<c>vFlashDone</c>): what the server still held is written.</summary>
    public void FlashDone(TimeSpan limit, CancellationToken cancel) => Must(AnswerTo("vFlashDone", limit, cancel), "the end of programming", null);

    private byte[] AnswerTo(string question, TimeSpan limit, CancellationToken cancel)
    {
        var answer = link.Ask(Ascii(question), limit, cancel);
        for (var console = 0; answer.Length > 1 && answer[0] == (byte)'O' && answer[1] != (byte)'K'; console++)
        {
            if (console > 1000) throw Nonsense(question, "a thousand lines of text");
            answer = link.Next(limit);
        }

        return answer;
    }

    private void Must(byte[] answer, string what, uint? address)
    {
        var text = Text(answer);
        if (text == "OK") return;
        throw text.Length == 0 || IsError(text) ? Refused(what, address, text.Length == 0 ? "it does not know the command" : text) : Nonsense(what, text);
    }

    private static bool Stopped(string answer) => answer is ['T' or 'S', ..];

    private static bool IsError(string text) => text is ['E', _, _] or ['E', '.', ..];

    private string Hex(string text, string what) => Encoding.UTF8.GetString(HexBytes(text, what)).TrimEnd('\0');

    private byte[] HexBytes(string text, string what)
    {
        try
        {
            return Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            throw Nonsense(what, text);
        }
    }

    private BootLoaderException Refused(string what, uint? address, string answer) =>
        new(BootFault.Refused, link.Name, $"The GDB server refused {what}.", address, "OK", answer);

    private WireException Nonsense(string what, string answer) =>
        new(link.Name, $"the answer to {what} makes no sense: \"{(answer.Length > 40 ? answer[..40] + "…" : answer)}\"");

    private static byte[] FlashWriteHead(uint address) => Ascii($"vFlashWrite:{address:x}:");

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}

/// <summary>How a monitor command ended.</summary>
/// <param name="Known">The server knows it.</param>
/// <param name="Done">It went well.</param>
/// <param name="Text">What it printed.</param>
internal sealed record MonitorAnswer(bool Known, bool Done, string Text);
