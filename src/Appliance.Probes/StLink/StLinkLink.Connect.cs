// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Probes.StLink;

/// <summary>From an unknown state of the target to a DPIDR, and the APs opened on the way.</summary>
public sealed partial class StLinkLink
{
    private const double LeastVolts = 1.5;

    /// <inheritdoc/>
    public DapIdentity Connect(int hertz)
    {
        Cancel.ThrowIfCancellationRequested();
        Forget();
        if (_entered)
        {
            _exchange.Send(StLinkCommand.LeaveDebug);
            _entered = false;
            if (_resetLow) DriveReset(true);
        }

        int real = StLinkSpeeds.Set(_exchange, Firmware, Name, hertz, _jtag);
        StLinkStatus status = _exchange.Status(_exchange.Ask(_jtag ? StLinkCommand.EnterJtag : StLinkCommand.EnterSwd, 2));
        if (status != StLinkStatus.Ok) throw Unanswered(status);
        _entered = true;
        if (_resetLow) DriveReset(true); // Firmware may let go of nRESET when it changes its mode.
        uint id = ReadDp(DpRegister.Dpidr);
        if ((id & 1) == 0) throw new DapException(DapFault.Identity, "DPIDR read", $"{Name}: 0x{id:X8} is no DPIDR: bit 0 must be set");
        ClearSticky();
        return new DapIdentity(id, _jtag ? "st-link, jtag" : "st-link", real);
    }

    private void Forget()
    {
        _transfers = _waits = _parityErrors = 0;
        _open.Clear();
        _aim = null;
        _posted = false;
    }

    private DapException Unanswered(StLinkStatus status)
    {
        double volts = ReadTargetVoltage();
        string supply = string.Create(CultureInfo.InvariantCulture, $"VCC of the target reads {volts:0.0} V");
        string hint = volts < LeastVolts ? ": no supply, or a probe without a VCC pin" : "";
        return new DapException(status.ToFault(), _jtag ? "JTAG entry" : "SWD entry", $"{Name}: the target did not answer (status 0x{(byte)status:X2}); {supply}{hint}");
    }

    private void OpenAccessPort(byte ap)
    {
        if (!Firmware.OpensAccessPorts || _open.Contains(ap)) return;
        StLinkStatus status = _exchange.Status(_exchange.Ask(StLinkCommand.OpenAp(ap), 2));
        if (status != StLinkStatus.Ok) throw Refused(status, $"AP{ap} open");
        _open.Add(ap);
    }

    private void CloseAccessPorts()
    {
        foreach (byte ap in _open)
        {
            StLinkStatus status = _exchange.Status(_exchange.Ask(StLinkCommand.CloseAp(ap), 2));
            if (status != StLinkStatus.Ok && Firmware.ClosesAccessPorts) break; // Debug mode is left right after, which ends them all.
        }

        _open.Clear();
    }
}
