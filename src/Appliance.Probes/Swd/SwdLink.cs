// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Probes.Swd;

/// <summary>DP and AP registers of the target on one lane, by SWD bits of our own.</summary>
/// <remarks>
/// On a local wire every transfer looks at its acknowledge before the data phase, and a WAIT is asked again 13 cycles later. On a remote
/// wire ORUNDETECT is set with the first write of CTRL/STAT, and blocks go out many frames at a time (<see cref="SwdLockstep"/>).
/// </remarks>
public sealed partial class SwdLink : IDapLink
{
    private readonly SwdWire _wire;
    private readonly SwdLinkOptions _options;
    private readonly bool _ownsWire;
    private readonly bool _wantsOverrun;
    private readonly Lazy<SwdLockstep> _lockstep;
    private uint? _select;
    private uint? _dpidr;
    private bool _powered;
    private long _transfers, _waits, _parityErrors, _reconnects;

    /// <summary>Makes a link over lane 0 of a wire and owns the wire.</summary>
    /// <param name="line">The wire.</param>
    /// <param name="options">What is known of the board.</param>
    public SwdLink(ISwdLine line, SwdLinkOptions? options = null)
        : this(line, 0, options ?? SwdLinkOptions.Default, ownsWire: true)
    {
    }

    internal SwdLink(ISwdLine line, int lane, SwdLinkOptions options, bool ownsWire)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(lane, line.LaneCount);
        _wire = new SwdWire(line, lane);
        _options = options;
        _ownsWire = ownsWire;
        _wantsOverrun = options.Overrun ?? SwdLockstep.Batches(line);
        _lockstep = new Lazy<SwdLockstep>(() => new SwdLockstep(line, this));
    }

    /// <inheritdoc/>
    public string Name => _wire.Line.LaneCount == 1 ? _wire.Line.Name : $"{_wire.Line.Name}/lane{_wire.Lane}";

    /// <inheritdoc/>
    public WireFeatures Features => _wire.Line.Features;

    /// <inheritdoc/>
    public ITargetClock Clock => _wire.Line;

    /// <inheritdoc/>
    public long? Cycles => _wire.Line.Cycles;

    /// <inheritdoc/>
    public TimeSpan WaitDeadline { get; set; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public CancellationToken Cancel { get; set; }

    /// <inheritdoc/>
    public DapStatistics Statistics => new(_transfers, _waits, _parityErrors, _reconnects);

    internal SwdWire Wire => _wire;

    /// <inheritdoc/>
    public uint ReadDp(DpRegister register)
    {
        SelectDpBank(register);
        return Settle(Transfer(SwdRequest.Dp(read: true, Address(register)), 0));
    }

    /// <inheritdoc/>
    public void WriteDp(DpRegister register, uint value)
    {
        SelectDpBank(register);
        if (register == DpRegister.CtrlStat) WriteCtrlStat(value);
        else Transfer(SwdRequest.Dp(read: false, Address(register)), value);
        Settle();
        if (register == DpRegister.Select) _select = value;
        if (register == DpRegister.Dlcr) TurnaroundChanged(value);
    }

    /// <inheritdoc/>
    public uint ReadAp(byte ap, byte register)
    {
        SelectAp(ap, register);
        Transfer(SwdRequest.Ap(read: true, register), 0);
        return Settle(Transfer(SwdRequest.ReadRdbuff, 0));
    }

    /// <inheritdoc/>
    public void WriteAp(byte ap, byte register, uint value)
    {
        SelectAp(ap, register);
        Transfer(SwdRequest.Ap(read: false, register), value);
        Settle();
    }

    /// <inheritdoc/>
    public void Flush() => Settle(Transfer(SwdRequest.ReadRdbuff, 0));

    /// <inheritdoc/>
    public void DriveReset(bool low) => _wire.Line.DriveReset(low ? _wire.Mask : 0);

    /// <inheritdoc/>
    public bool SampleReset() => (_wire.Line.SampleReset() & _wire.Mask) != 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsWire) _wire.Line.Dispose();
    }

    /// <summary>The SELECT word an AP register needs; null when SELECT holds it already.</summary>
    internal uint? SelectFor(byte ap, byte register)
    {
        uint select = ((uint)ap << 24) | (register & 0xF0u);
        return _select == select ? null : select;
    }

    internal void Selected(uint? value) => _select = value;

    private static int Address(DpRegister register) => (int)register & 0xC;

    /// <summary>Ends a public call: SWCLK may rest after it, so the target gets the idle cycles that let it finish.</summary>
    private void Settle() => _wire.Idle(SwdSequences.IdleAfterLast);

    private uint Settle(uint value)
    {
        Settle();
        return value;
    }

    private void SelectDpBank(DpRegister register)
    {
        if (Address(register) != 0x4) return;
        uint bank = (uint)register >> 4;
        if (_select is { } select && (select & 0xF) == bank) return;
        Select(((_select ?? 0) & ~0xFu) | bank);
    }

    private void SelectAp(byte ap, byte register)
    {
        if (SelectFor(ap, register) is { } select) Select(select);
    }

    private void Select(uint value)
    {
        try
        {
            // A SELECT that is refused leaves the old one in force, and the repair of the write before it relies on that.
            Transfer(SwdRequest.WriteSelect, value);
            _select = value;
        }
        catch
        {
            _select = null;
            throw;
        }
    }
}
