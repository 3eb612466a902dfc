// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Probes;

namespace Appliance.Flashing.Tests.Fus.Sessions;

/// <summary>Passes everything on, and cuts after a transaction: whatever the cut is. Blocks of bulk data are counted as one.</summary>
internal sealed class CuttingLink(IDapLink below, long at, Action cut) : IDapLink
{
    /// <summary>Transactions so far.</summary>
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
        below.ReadApBlock(ap, register, values);
        After(0);
    }

    public void WriteApBlock(byte ap, byte register, ReadOnlySpan<uint> values)
    {
        below.WriteApBlock(ap, register, values);
        After(0);
    }

    public void Flush() => below.Flush();

    public void DriveReset(bool low) => below.DriveReset(low);

    public bool SampleReset() => below.SampleReset();

    public void Dispose() => below.Dispose();

    private T After<T>(T result)
    {
        if (Count++ == at)
            cut();
        return result;
    }
}
