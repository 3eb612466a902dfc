// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Peers.Tests.Waveforms;

/// <summary>
/// Walks the bits of SWDIO by the figures of ARM IHI 0031 (B4.2) and complains of what sigrok does not look at: the eight request bits, and
/// the idle level between transfers. Turnaround of one clock; no data phase after WAIT and FAULT.
/// </summary>
internal sealed class RequestCheck(IReadOnlyList<byte> bits)
{
    private const int LineResetOnes = 50;
    private int _at;

    public List<string> Complaints { get; } = [];

    public int Transfers { get; private set; }

    public int Waits { get; private set; }

    public void Run()
    {
        while (SkipToRequest()) Transfer();
    }

    /// <summary>Skips idle lows and line resets with what is switched between them.</summary>
    private bool SkipToRequest()
    {
        while (_at < bits.Count)
        {
            if (bits[_at] == 0)
            {
                _at++;
                continue;
            }

            var ones = OnesFromHere();
            if (ones < 8) return _at + 13 < bits.Count;
            if (ones < LineResetOnes) Complaints.Add($"clock {_at}: {ones} ones are neither a request nor a line reset");
            _at += ones;
            if (Value(_at, 16) == 0xE79E) _at += 16;
        }

        return false;
    }

    private void Transfer()
    {
        var request = Value(_at, 8);
        var parity = ((request >> 1) ^ (request >> 2) ^ (request >> 3) ^ (request >> 4)) & 1;
        if ((request & 0x81) != 0x81) Complaints.Add($"clock {_at}: start or park bit of request 0x{request:x2}");
        if ((request & 0x40) != 0) Complaints.Add($"clock {_at}: stop bit of request 0x{request:x2}");
        if (((request >> 5) & 1) != parity) Complaints.Add($"clock {_at}: parity of request 0x{request:x2}");
        var acknowledge = Value(_at + 9, 3);
        Transfers++;
        if (acknowledge == 2) Waits++;
        if (acknowledge is not (1 or 2 or 4)) Complaints.Add($"clock {_at}: acknowledge {acknowledge}");
        _at += acknowledge == 1 ? 8 + 1 + 3 + 33 + 1 : 8 + 1 + 3 + 1;
    }

    private int OnesFromHere()
    {
        var end = _at;
        while (end < bits.Count && bits[end] == 1) end++;
        return end - _at;
    }

    private uint Value(int start, int count)
    {
        uint value = 0;
        for (var bit = 0; bit < count && start + bit < bits.Count; bit++) value |= (uint)bits[start + bit] << bit;
        return value;
    }
}
