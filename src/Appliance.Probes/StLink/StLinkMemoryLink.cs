// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Globalization;
using Appliance.Ports.Packets;
using Appliance.Ports.Wires;

namespace Appliance.Probes.StLink;

/// <summary>
/// A target behind an ST-LINK/V2 with firmware J14 to J23, which lets nobody touch DP and AP registers (OpenOCD <c>stlink_usb.c</c>: raw access from J24 on). What is above wants registers all the
/// same, so the AHB-AP of a Cortex-M is kept here: CSW and TAR are remembered, data go by the firmware's memory commands. There is one AP, AP 0; it is taken for granted.
/// </summary>
/// <remarks>
/// Half-words are two bytes in RAM, are read so everywhere, and cannot be written elsewhere (J26): the flash of an STM32F1 is programmed by a loader in RAM, which needs words alone. Where a write failed nobody can say how far it
/// came, and the error says so.
/// </remarks>
public sealed partial class StLinkMemoryLink : IDapLink
{
    private const int Oldest = 14, FirstWithRegisters = 24;

    /// <summary>From J15 on the last status has twelve bytes, from J22 on SWCLK can be chosen; 1.8 MHz before (OpenOCD).</summary>
    private const int LongStatus = 15, ChoosesClock = 22, UsualHertz = 1_800_000;

    /// <summary>IDR and BASE of the AHB-AP of a Cortex-M3 (ARM DDI 0337, table 11-2); a Cortex-M4's is served the same way.</summary>
    private const uint AhbAp = 0x2477_0011, RomTable = 0xE00F_F003;
    private const uint DeviceEnabled = 1 << 6;

    private readonly IPacketPipe _pipe;
    private readonly StLinkExchange _exchange;
    private readonly StLinkFirmware _firmware;
    private uint? _dpidr;
    private uint _select, _control, _csw, _tar;
    private bool _resetLow;
    private bool _entered;
    private long _transfers, _waits, _parityErrors;

    private StLinkMemoryLink(IPacketPipe pipe, ITargetClock clock, WireFeatures surroundings)
    {
        (_pipe, _exchange, Clock) = (pipe, new StLinkExchange(pipe), clock);
        Features = WireFeatures.Reset | (surroundings & (WireFeatures.Simulated | WireFeatures.Remote | WireFeatures.NoCode));
        _firmware = new StLinkFirmware(StLinkVersion.Parse(_exchange.Ask(StLinkCommand.Version, StLinkVersion.Bytes)));
        if (!Serves(_firmware.Version)) throw new WireException(pipe.Name, $"firmware {_firmware.Version} is not used by memory commands alone");
        LeaveOtherModes();
    }

    /// <inheritdoc/>
    public string Name => $"{_pipe.Name} ({_firmware.Version})";

    /// <inheritdoc/>
    public WireFeatures Features { get; }

    /// <inheritdoc/>
    public ITargetClock Clock { get; }

    /// <inheritdoc/>
    public long? Cycles => null;

    /// <inheritdoc/>
    public TimeSpan WaitDeadline { get; set; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public CancellationToken Cancel { get; set; }

    /// <inheritdoc/>
    public DapStatistics Statistics => new(_transfers, _waits, _parityErrors, 0);

    /// <summary>Whether a firmware is one of these.</summary>
    internal static bool Serves(StLinkVersion version) => version is { Hardware: 2, Debug: >= Oldest and < FirstWithRegisters };

    /// <summary>Makes a link; parameters as <see cref="StLinkLink.Open"/>. Owns the pipe from then on, also when it fails.</summary>
    /// <exception cref="WireException">The probe does not answer, or its firmware is another.</exception>
    public static StLinkMemoryLink Open(IPacketPipe pipe, ITargetClock clock, WireFeatures surroundings = WireFeatures.None)
    {
        try
        {
            return new StLinkMemoryLink(pipe, clock, surroundings);
        }
        catch
        {
            pipe.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public DapIdentity Connect(int hertz)
    {
        Cancel.ThrowIfCancellationRequested();
        (_dpidr, _select, _control, _csw, _tar) = (null, 0, 0, 0, 0);
        _transfers = _waits = _parityErrors = 0;
        if (_entered) _exchange.Send(StLinkCommand.LeaveDebug);
        _entered = false;
        if (_resetLow) DriveReset(true);
        int real = _firmware.Version.Debug >= ChoosesClock ? StLinkSpeeds.Set(_exchange, _firmware, Name, hertz, jtag: false) : UsualHertz;
        StLinkStatus status = _exchange.Status(_exchange.Ask(StLinkCommand.EnterSwd, 2));
        if (status != StLinkStatus.Ok) throw Unanswered(status);
        _entered = true;
        if (_resetLow) DriveReset(true); // Firmware may let go of nRESET when it changes its mode.
        ReadOnlySpan<byte> answer = _exchange.Ask(StLinkCommand.Identify, 12);
        status = _exchange.Status(answer);
        uint id = BinaryPrimitives.ReadUInt32LittleEndian(answer[4..]);
        if (status != StLinkStatus.Ok) throw Unanswered(status);
        if ((id & 1) == 0) throw new DapException(DapFault.Identity, "DPIDR read", $"{Name}: 0x{id:X8} is no DPIDR: bit 0 must be set");
        _dpidr = id;
        return new DapIdentity(id, "st-link, memory commands", real);
    }

    /// <summary>DPIDR is what the firmware found; CTRL/STAT says that what was asked for is so: entering powers the port, and an error comes with its command.</summary>
    public uint ReadDp(DpRegister register) => register switch
    {
        DpRegister.Dpidr => _dpidr ?? throw new DapException(DapFault.NoAnswer, "DPIDR read", $"{Name}: the link is not connected"),
        DpRegister.CtrlStat => (_control & CtrlStat.PowerRequests) | (_control & CtrlStat.PowerRequests) << 1,
        DpRegister.Rdbuff => 0,
        _ => throw TooOld($"{register} read"),
    };

    /// <summary>Power is the firmware's affair, and so are sticky flags.</summary>
    public void WriteDp(DpRegister register, uint value)
    {
        if (register == DpRegister.CtrlStat) _control = value;
        else if (register == DpRegister.Select) _select = value;
        else if (register != DpRegister.Abort) throw TooOld($"{register} write");
    }

    /// <inheritdoc/>
    public void Flush()
    {
        // Each command is done when it is answered.
    }

    /// <inheritdoc/>
    public void DriveReset(bool low)
    {
        StLinkStatus status = _exchange.Status(_exchange.Ask(StLinkCommand.Reset(low), 2));
        if (status != StLinkStatus.Ok) throw new WireException(Name, $"nRESET could not be driven (status 0x{(byte)status:X2})");
        _resetLow = low;
    }

    /// <summary>An ST-LINK cannot read nRESET.</summary>
    /// <exception cref="WireException">Always.</exception>
    public bool SampleReset() => throw new WireException(Name, "an ST-LINK cannot read nRESET");

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            if (_exchange.IsBroken) return;
            if (_resetLow) DriveReset(false);
            if (_entered) _exchange.Send(StLinkCommand.LeaveDebug);
        }
        catch (WireException)
        {
            // The probe is gone: there is nothing left to release.
        }
        finally
        {
            _pipe.Dispose();
        }
    }

    private void LeaveOtherModes()
    {
        switch (_exchange.Ask(StLinkCommand.CurrentMode, 2)[0])
        {
            case 0:
                _exchange.Send(StLinkCommand.LeaveBootLoader);
                throw new WireException(_pipe.Name, "the ST-LINK was in its boot loader and has been told to leave it: press again, or plug it in anew");
            case 2:
                _exchange.Send(StLinkCommand.LeaveDebug);
                break;
            case 3:
                _exchange.Send(StLinkCommand.LeaveSwim);
                break;
        }
    }

    private DapException Unanswered(StLinkStatus status)
    {
        ReadOnlySpan<byte> answer = _exchange.Ask(StLinkCommand.TargetVoltage, 8);
        uint reference = BinaryPrimitives.ReadUInt32LittleEndian(answer);
        double volts = reference == 0 ? 0 : 2.4 * BinaryPrimitives.ReadUInt32LittleEndian(answer[4..]) / reference;
        return new DapException(
            status.ToFault(), "SWD entry",
            string.Create(CultureInfo.InvariantCulture, $"{Name}: the target did not answer (status 0x{(byte)status:X2}); VCC of the target reads {volts:0.0} V"));
    }

    private WireException TooOld(string access) =>
        new(Name, $"{access} needs firmware V2J{FirstWithRegisters} or later, this is {_firmware.Version}; update it with ST's updater (STSW-LINK007)");
}
