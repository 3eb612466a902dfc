// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Probes;

namespace Appliance.Flashing.Tests.Fus.Sessions;

/// <summary>
/// Passes everything on, and cuts at one moment: after a transaction that is no bulk data, or behind the first, a seeded middle, or the last word of a block.
/// Each of these is a point, counted from 0.
/// </summary>
/// <param name="below">The link.</param>
/// <param name="at">The point.</param>
/// <param name="cut">What cuts.</param>
/// <param name="look">Called at each point before it is counted.</param>
internal sealed class CuttingLink(IDapLink below, long at, Action cut, Action? look = null) : IDapLink
{
    /// <summary>Points so far.</summary>
    public long Count { get; private set; }

    public string Name => below.Name;

    public WireFeatures Features => below.Features;

    public ITargetClock Clock => below.Clock;

    public long? Cycles => below.Cycles;

    public TimeSpan WaitDeadline
    {
        get => below.WaitDeadline;
        set => below.WaitDeadline = value;
    }

    public CancellationToken Cancel
    {
        get => below.Cancel;
        set => below.Cancel = value;
    }

    public DapStatistics Statistics => below.Statistics;

    public DapIdentity Connect(int hertz) => After(below.Connect(hertz));

    public uint ReadDp(DpRegister register) => After(below.ReadDp(register));

    public uint ReadAp(byte ap, byte register) => After(below.ReadAp(ap, register));

    public void WriteDp(DpRegister register, uint value)
    {
        below.WriteDp(register, value);
        After(0);
    }

    public void WriteAp(byte ap, byte register, uint value)
    {
        below.WriteAp(ap, register, value);
        After(0);
    }

    public void ReadApBlock(byte ap, byte register, Span<uint> values)
    {
        var done = 0;
        foreach (var part in Parts(values.Length))
        {
            below.ReadApBlock(ap, register, values.Slice(done, part));
            done += part;
            After(0);
        }
    }

    public void WriteApBlock(byte ap, byte register, ReadOnlySpan<uint> values)
    {
        var done = 0;
        foreach (var part in Parts(values.Length))
        {
            below.WriteApBlock(ap, register, values.Slice(done, part));
            done += part;
            After(0);
        }
    }

    public void Flush() => below.Flush();

    public void DriveReset(bool low) => below.DriveReset(low);

    public bool SampleReset() => below.SampleReset();

    public void Dispose() => below.Dispose();

    /// <summary>A block in up to three parts: its first word, up to a middle one, up to its last. Whole where none of its points is the one to cut at.</summary>
    private IEnumerable<int> Parts(int words)
    {
        if (words < 3)
            return Enumerable.Repeat(1, words);
        if (at < Count || at >= Count + 3)
        {
            Count += 2;
            return [words];
        }

        var middle = 1 + (int)((at * 7919) % (words - 2));
        return [1, middle, words - 1 - middle];
    }

    private T After<T>(T result)
    {
        look?.Invoke();
        if (Count++ == at)
            cut();
        return result;
    }
}
