// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Probes.Swd;

/// <summary>DP and AP registers of the target on one lane, by SWD bits of our own.</summary>
public sealed partial class SwdLink : IDapLink
{
    private readonly SwdWire _wire;
    private readonly SwdLinkOptions _options;
    private uint? _select;
    private uint? _dpidr;
    private DapStatistics _statistics;

    /// <summary>Makes a link over one lane of a wire and owns the wire.</summary>
    /// <param name="line">The wire.</param>
    /// <param name="options">What is known of the board.</param>
    public SwdLink(ISwdLine line, SwdLinkOptions? options = null)
    {
        _wire = new SwdWire(line, 0);
        _options = options ?? SwdLinkOptions.Default;
    }

    /// <inheritdoc/>
    public string Name => _wire.Line.Name;

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
    public DapStatistics Statistics => _statistics;

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
        if (register == DpRegister.CtrlStat && _wire.Overrun) value |= CtrlStat.OrunDetect;
        Settle(Transfer(SwdRequest.Dp(read: false, Address(register)), value));
        if (register == DpRegister.Select) _select = value;
        if (register == DpRegister.Dlcr) _wire.SetTurnaround((int)((value >> 8) & 3) + 1);
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
        Settle(Transfer(SwdRequest.Ap(read: false, register), value));
    }

    /// <inheritdoc/>
    public void ReadApBlock(byte ap, byte register, Span<uint> values)
    {
        if (values.IsEmpty) return;
        SelectAp(ap, register);
        SwdRequest request = SwdRequest.Ap(read: true, register);
        Transfer(request, 0);
        for (int i = 1; i < values.Length; i++)
        {
            Cancel.ThrowIfCancellationRequested();
            values[i - 1] = Transfer(request, 0);
        }

        values[^1] = Settle(Transfer(SwdRequest.ReadRdbuff, 0));
    }

    /// <inheritdoc/>
    public void WriteApBlock(byte ap, byte register, ReadOnlySpan<uint> values)
    {
        if (values.IsEmpty) return;
        SelectAp(ap, register);
        SwdRequest request = SwdRequest.Ap(read: false, register);
        foreach (uint value in values)
        {
            Cancel.ThrowIfCancellationRequested();
            Transfer(request, value);
        }

        Settle(0);
    }

    /// <inheritdoc/>
    public void Flush() => Settle(Transfer(SwdRequest.ReadRdbuff, 0));

    /// <inheritdoc/>
    public void DriveReset(bool low) => _wire.Line.DriveReset(low ? _wire.Mask : 0);

    /// <inheritdoc/>
    public bool SampleReset() => (_wire.Line.SampleReset() & _wire.Mask) != 0;

    /// <inheritdoc/>
    public void Dispose() => _wire.Line.Dispose();

    private static int Address(DpRegister register) => (int)register & 0xC;

    /// <summary>Ends a public call: SWCLK may rest after it, so the target gets the idle cycles that let it finish.</summary>
    private uint Settle(uint value)
    {
        _wire.Idle(SwdSequences.IdleAfterLast);
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
        uint select = ((uint)ap << 24) | (register & 0xF0u);
        if (_select != select) Select(select);
    }

    private void Select(uint value)
    {
        _select = null;
        Transfer(SwdRequest.WriteSelect, value);
        _select = value;
    }
}
