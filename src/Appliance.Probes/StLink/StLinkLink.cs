// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Ports.Packets;
using Appliance.Ports.Wires;

namespace Appliance.Probes.StLink;

/// <summary>DP and AP registers of a target behind an ST-LINK V2, V2-1 or V3, over SWD or JTAG.</summary>
/// <remarks>
/// Registers go one by one through the firmware. Words, half-words and bytes of memory behind a MEM-AP on AHB go through its memory commands
/// (see <see cref="MemoryAim"/>): one exchange for a block and not three for each access. The probe cannot read nRESET or the level of SWDIO, so a stuck
/// line looks like an absent target. A <see cref="PacketException"/> becomes a <see cref="WireException"/>, with it inside.
/// </remarks>
public sealed partial class StLinkLink : IDapLink
{
    private readonly IPacketPipe _pipe;
    private readonly StLinkExchange _exchange;
    private readonly HashSet<byte> _open = [];
    private bool _resetLow;
    private bool _entered;
    private long _transfers, _waits, _parityErrors;

    private readonly bool _jtag;

    private StLinkLink(IPacketPipe pipe, ITargetClock clock, WireFeatures surroundings, bool jtag)
    {
        _jtag = jtag;
        _pipe = pipe;
        _exchange = new StLinkExchange(pipe);
        Clock = clock;
        Features = WireFeatures.Reset | (surroundings & (WireFeatures.Simulated | WireFeatures.Remote | WireFeatures.NoCode));
        Firmware = new StLinkFirmware(ReadVersion());
        if (Firmware.Refusal is { } refusal) throw new WireException(pipe.Name, refusal);
        LeaveOtherModes();
    }

    /// <summary>What the probe's firmware is and can do.</summary>
    public StLinkFirmware Firmware { get; }

    /// <inheritdoc/>
    public string Name => $"{_pipe.Name} ({Firmware.Version})";

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

    /// <summary>Asks the probe who it is and makes it ready. Owns the pipe from then on, also when it fails.</summary>
    /// <param name="pipe">The probe's bulk endpoints.</param>
    /// <param name="clock">The clock of the target.</param>
    /// <param name="surroundings"><see cref="WireFeatures.Simulated"/> or <see cref="WireFeatures.Remote"/> where they hold.</param>
    /// <param name="jtag">The probe's JTAG mode, where the debug port is the TAP of its own choice; else SWD.</param>
    /// <exception cref="WireException">The probe does not answer, is a V1, or its firmware is too old: the message says what to do.</exception>
    public static StLinkLink Open(IPacketPipe pipe, ITargetClock clock, WireFeatures surroundings = WireFeatures.None, bool jtag = false)
    {
        try
        {
            return new StLinkLink(pipe, clock, surroundings, jtag);
        }
        catch
        {
            pipe.Dispose();
            throw;
        }
    }

    /// <summary>Volts at the probe's VCC pin; clones that have no such pin say about 0 whatever the target has.</summary>
    /// <exception cref="WireException">The probe failed.</exception>
    public double ReadTargetVoltage()
    {
        ReadOnlySpan<byte> answer = _exchange.Ask(StLinkCommand.TargetVoltage, 8);
        uint reference = BinaryPrimitives.ReadUInt32LittleEndian(answer);
        uint half = BinaryPrimitives.ReadUInt32LittleEndian(answer[4..]);
        return reference == 0 ? 0 : 2.0 * half * 1.2 / reference;
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
            if (!_exchange.IsBroken) Leave();
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

    private void Leave()
    {
        if (_resetLow) DriveReset(false);
        if (!_entered) return;
        CloseAccessPorts();
        _exchange.Send(StLinkCommand.LeaveDebug);
        _entered = false;
    }

    private StLinkVersion ReadVersion()
    {
        StLinkVersion version = StLinkVersion.Parse(_exchange.Ask(StLinkCommand.Version, StLinkVersion.Bytes));
        return version.Hardware < 3
            ? version
            : StLinkVersion.ParseExtended(_exchange.Ask(StLinkCommand.ExtendedVersion, StLinkVersion.ExtendedBytes));
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
}
