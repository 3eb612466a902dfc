// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Probes.Jtag;

/// <summary>DP and AP registers of one debug port in a JTAG chain, by bits of our own (ARM IHI 0031, chapter B3).</summary>
/// <remarks>
/// Accesses go out many scans at a time with ORUNDETECT set: the first that is answered by WAIT is the first of those the target dropped, and it is given again.
/// Each batch ends with CTRL/STAT, so an access that failed is known before a call returns. There is no parity on JTAG: a bit that falls over in data is
/// not noticed here, only in what is verified.
/// </remarks>
public sealed partial class JtagLink : IDapLink
{
    private readonly IJtagLine _line;
    private JtagPort? _port;
    private uint _identification;
    private uint _control;
    private uint? _select;
    private bool _powered;
    private bool _resetLow;
    private long _transfers, _waits;

    /// <summary>Makes a link and owns the wire.</summary>
    /// <param name="line">The wire.</param>
    public JtagLink(IJtagLine line) => _line = line;

    /// <inheritdoc/>
    public string Name => _line.Name;

    /// <inheritdoc/>
    public WireFeatures Features => _line.Features & ~WireFeatures.SampleWhileDriving;

    /// <inheritdoc/>
    public ITargetClock Clock => _line;

    /// <inheritdoc/>
    public long? Cycles => _line.Cycles;

    /// <inheritdoc/>
    public TimeSpan WaitDeadline { get; set; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public CancellationToken Cancel { get; set; }

    /// <inheritdoc/>
    public DapStatistics Statistics => new(_transfers, _waits, 0, 0);

    /// <summary>Reads a DP register; DPIDR is the IDCODE of the TAP, because a JTAG debug port need not have another.</summary>
    public uint ReadDp(DpRegister register)
    {
        if (register == DpRegister.Dpidr) return Connected() is not null ? _identification : 0;
        if (register == DpRegister.Rdbuff) return 0; // Reads as zero here; results come out by themselves.
        return One([.. Bank(register), new JtagRequest(false, true, Address(register), 0)]);
    }

    /// <summary>Writes a DP register. ABORT has one bit here; the flags it clears on a serial wire are cleared by CTRL/STAT.</summary>
    public void WriteDp(DpRegister register, uint value)
    {
        switch (register)
        {
            case DpRegister.Abort:
                Abort(value);
                break;
            case DpRegister.CtrlStat:
                _control = (value & CtrlStat.PowerRequests) | CtrlStat.OrunDetect;
                _powered = false;
                One([.. Bank(register), JtagRequest.WriteCtrlStat(_control)]);
                break;
            default:
                One([.. Bank(register), new JtagRequest(false, false, Address(register), value)]);
                if (register == DpRegister.Select) _select = value;
                break;
        }
    }

    /// <inheritdoc/>
    public uint ReadAp(byte ap, byte register) => One([.. Aim(ap, register), new JtagRequest(true, true, register & 0xC, 0)]);

    /// <inheritdoc/>
    public void WriteAp(byte ap, byte register, uint value) => One([.. Aim(ap, register), new JtagRequest(true, false, register & 0xC, value)]);

    /// <inheritdoc/>
    public void ReadApBlock(byte ap, byte register, Span<uint> values)
    {
        if (values.IsEmpty) return;
        List<JtagRequest> requests = [.. Aim(ap, register)];
        int before = requests.Count;
        for (int i = 0; i < values.Length; i++) requests.Add(new JtagRequest(true, true, register & 0xC, 0));
        Run(requests).AsSpan(before).CopyTo(values);
    }

    /// <inheritdoc/>
    public void WriteApBlock(byte ap, byte register, ReadOnlySpan<uint> values)
    {
        if (values.IsEmpty) return;
        List<JtagRequest> requests = [.. Aim(ap, register)];
        foreach (uint value in values) requests.Add(new JtagRequest(true, false, register & 0xC, value));
        Run(requests);
    }

    /// <summary>Nothing is ever under way when a call returns.</summary>
    public void Flush() => Connected();

    /// <inheritdoc/>
    public void DriveReset(bool low)
    {
        _resetLow = low;
        _line.DriveReset(low ? 1u : 0);
    }

    /// <inheritdoc/>
    public bool SampleReset() => (_line.SampleReset() & 1) != 0;

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();

    private static int Address(DpRegister register) => (int)register & 0xC;

    /// <summary>The write of SELECT a DP register needs in front of it.</summary>
    private IEnumerable<JtagRequest> Bank(DpRegister register)
    {
        uint bank = (uint)register >> 4;
        return Address(register) != 0x4 || (_select is { } select && (select & 0xF) == bank) ? [] : Select(((_select ?? 0) & ~0xFu) | bank);
    }

    private IEnumerable<JtagRequest> Aim(byte ap, byte register)
    {
        uint select = ((uint)ap << 24) | (register & 0xF0u);
        return _select == select ? [] : Select(select);
    }

    /// <summary>Counts as done; where it was not, <see cref="_select"/> is forgotten with the failure.</summary>
    private IEnumerable<JtagRequest> Select(uint value)
    {
        _select = value;
        return [new JtagRequest(false, false, 0x8, value)];
    }

    private JtagPort Connected() =>
        _port ?? throw new DapException(DapFault.NoAnswer, "JTAG scan", $"{Name}: the link is not connected");
}
