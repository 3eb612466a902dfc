// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Packets;
using Appliance.Ports.Wires;
using Appliance.Probes.CmsisDap.Commands;
using Appliance.Probes.Swd;

namespace Appliance.Probes.CmsisDap;

/// <summary>DP and AP registers through a probe that speaks CMSIS-DAP, version 1 or 2, over the serial wire.</summary>
/// <remarks>
/// The probe itself repeats what is answered by WAIT, fetches posted reads and looks at RDBUFF after the last write of a packet, so
/// nothing is left under way when a call returns. Writes of SELECT, CSW and TAR wait here and go out in front of the next access.
/// A missing or wrong answer is a <see cref="WireException"/>; the link is then good for nothing but to be disposed.
/// </remarks>
public sealed partial class CmsisDapLink : IDapLink
{
    private const byte Csw = 0x00, Tar = 0x04;
    private readonly CommandPipe _pipe;
    private readonly CmsisDapLimits _limits;
    private readonly WireFeatures _extra;
    private readonly List<TransferRequest> _queue = [];
    private uint? _select;
    private uint? _dpidr;
    private bool _powered;
    private bool _resetLow;
    private int _hertz = 1_000_000;
    private TimeSpan _waitDeadline = TimeSpan.FromSeconds(1);
    private long _transfers, _waits, _parityErrors, _reconnects;

    private CmsisDapLink(CommandPipe pipe, CmsisDapLimits limits, ITargetClock clock, WireFeatures extra)
    {
        (_pipe, _limits, Clock, _extra) = (pipe, limits, clock, extra);
        _pipe.PacketBytes = limits.PacketBytes;
    }

    /// <summary>Opens the probe behind a pipe, asks what it can do and makes its pins outputs. Owns the pipe.</summary>
    /// <param name="pipe">HID reports without their id byte, or a pair of bulk endpoints.</param>
    /// <param name="device">What is known of the device.</param>
    /// <param name="clock">The clock of deadlines: that of the machine, or of a simulated board.</param>
    /// <param name="extra"><see cref="WireFeatures.Simulated"/>, <see cref="WireFeatures.Remote"/> and what else must be said of a board that is not real.</param>
    /// <exception cref="WireException">The probe does not answer, or offers no serial wire.</exception>
    public static CmsisDapLink Open(IPacketPipe pipe, CmsisDapDevice device, ITargetClock clock, WireFeatures extra = WireFeatures.None)
    {
        var commands = new CommandPipe(pipe, device);
        try
        {
            commands.Resynchronise();
            CmsisDapLimits limits = commands.Guarded(() => CmsisDapLimits.Ask(commands, device.Version, commands.ReportBytes));
            if (!commands.Call(new ConnectCommand(ConnectCommand.SerialWire))) throw new WireException(pipe.Name, "the probe does not connect to serial wire");
            return new CmsisDapLink(commands, limits, clock, extra);
        }
        catch
        {
            pipe.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Name => _pipe.Name;

    /// <summary>What the probe says of its firmware (DAP_Info 0x09 and 0x04), for the record.</summary>
    public string Firmware => $"{_limits.Firmware} (protocol {_limits.ProtocolVersion})";

    /// <inheritdoc/>
    public WireFeatures Features => WireFeatures.Reset | WireFeatures.ResetSense | WireFeatures.SampleWhileDriving | _extra;

    /// <inheritdoc/>
    public ITargetClock Clock { get; }

    /// <inheritdoc/>
    public long? Cycles => null;

    /// <summary>How long a transfer may be answered by WAIT. The probe tries on its own at most 65,535 times, 0.2 s at 4 MHz; an AP read that waits longer is given up then.</summary>
    public TimeSpan WaitDeadline
    {
        get => _waitDeadline;
        set
        {
            _waitDeadline = value;
            if (_dpidr is not null) ConfigureTransfers();
        }
    }

    /// <inheritdoc/>
    public CancellationToken Cancel { get; set; }

    /// <inheritdoc/>
    public DapStatistics Statistics => new(_transfers, _waits, _parityErrors, _reconnects);

    /// <inheritdoc/>
    public uint ReadDp(DpRegister register)
    {
        SelectDpBank(register);
        return Run(SwdRequest.Dp(read: true, Address(register)), 0);
    }

    /// <inheritdoc/>
    public void WriteDp(DpRegister register, uint value)
    {
        if (register == DpRegister.Abort)
        {
            Abort(value);
            return;
        }

        SelectDpBank(register);
        Run(SwdRequest.Dp(read: false, Address(register)), value);
        if (register == DpRegister.Select) _select = value;
        if (register == DpRegister.CtrlStat) _powered = (value & CtrlStat.PowerRequests) == CtrlStat.PowerRequests;
    }

    /// <inheritdoc/>
    public uint ReadAp(byte ap, byte register)
    {
        SelectAp(ap, register);
        return Run(SwdRequest.Ap(read: true, register), 0, TransferRequest.IsRepeatable(register));
    }

    /// <inheritdoc/>
    public void WriteAp(byte ap, byte register, uint value)
    {
        SelectAp(ap, register);
        if (register is Csw or Tar && _queue.Count < TransferCommand.Capacity - 2) Queue(SwdRequest.Ap(read: false, register), value);
        else Run(SwdRequest.Ap(read: false, register), value);
    }

    /// <inheritdoc/>
    public void Flush() => RunQueue();

    /// <inheritdoc/>
    public void DriveReset(bool low)
    {
        _resetLow = low;
        _pipe.Call(new SwjPinsCommand(low ? SwjPins.None : SwjPins.Reset, SwjPins.Reset));
    }

    /// <inheritdoc/>
    public bool SampleReset() => (_pipe.Call(new SwjPinsCommand(SwjPins.None, SwjPins.None)) & SwjPins.Reset) == 0;

    /// <summary>Releases all pins, where the probe still listens, and closes the pipe.</summary>
    public void Dispose() => _pipe.Leave();

    private static int Address(DpRegister register) => (int)register & 0xC;

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

    /// <summary>The write waits in the queue; when it fails <see cref="_select"/> is forgotten with it.</summary>
    private void Select(uint value)
    {
        Queue(SwdRequest.WriteSelect, value);
        _select = value;
    }

    private void Queue(SwdRequest request, uint value)
    {
        if (_queue.Count >= TransferCommand.Capacity - 1) RunQueue();
        _queue.Add(new TransferRequest(request, value));
    }
}
