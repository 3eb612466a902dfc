// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Probes;

namespace Appliance.Flashing.Tests.Fus.Sessions;

/// <summary>Passes everything on, and tells of each word that is written to memory.</summary>
internal sealed class SpyLink(IDapLink below, Action<uint, uint> written) : IDapLink
{
    private const byte Tar = 0x04;
    private const byte Drw = 0x0C;
    private const byte FirstBanked = 0x10;
    private const byte LastBanked = 0x1C;
    private const uint AutoIncrement = 4;
    private uint _tar;

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

    public DapIdentity Connect(int hertz) => below.Connect(hertz);

    public uint ReadDp(DpRegister register) => below.ReadDp(register);

    public uint ReadAp(byte ap, byte register)
    {
        if (register == Drw)
            _tar += AutoIncrement;
        return below.ReadAp(ap, register);
    }

    public void WriteDp(DpRegister register, uint value) => below.WriteDp(register, value);

    public void WriteAp(byte ap, byte register, uint value)
    {
        See(register, value);
        below.WriteAp(ap, register, value);
    }

    public void ReadApBlock(byte ap, byte register, Span<uint> values)
    {
        if (register == Drw)
            _tar += AutoIncrement * (uint)values.Length;
        below.ReadApBlock(ap, register, values);
    }

    public void WriteApBlock(byte ap, byte register, ReadOnlySpan<uint> values)
    {
        foreach (var value in values)
            See(register, value);
        below.WriteApBlock(ap, register, values);
    }

    public void Flush() => below.Flush();

    public void DriveReset(bool low) => below.DriveReset(low);

    public bool SampleReset() => below.SampleReset();

    public void Dispose() => below.Dispose();

    private void See(byte register, uint value)
    {
        if (register == Tar)
            _tar = value;
        else if (register == Drw)
        {
            written(_tar, value);
            _tar += AutoIncrement;
        }
        else if (register is >= FirstBanked and <= LastBanked)
            written((_tar & ~0xFu) + (uint)(register - FirstBanked), value);
    }
}
