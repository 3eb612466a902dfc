// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Probes.CmsisDap.Commands;
using Appliance.Probes.Swd;

namespace Appliance.Probes.CmsisDap;

/// <summary>From an unknown state of the target to a DPIDR.</summary>
public sealed partial class CmsisDapLink
{
    /// <summary>Cycles of a transfer that is answered by WAIT: request, turnaround, acknowledge, turnaround.</summary>
    private const int CyclesOfWait = 13;

    private const int FewestRetries = 100;
    private TransferAck _joinAck;

    /// <inheritdoc/>
    public DapIdentity Connect(int hertz)
    {
        Forget(hertz);
        MustWork(new SwjClockCommand(hertz), $"the probe refuses a clock of {hertz} Hz");
        MustWork(new SwdConfigureCommand(), "the probe refuses a turnaround of one cycle");
        ConfigureTransfers();
        if (_resetLow) DriveReset(true);
        string path = "jtag-to-swd";
        uint? dpidr = Join(SwdSequences.FromJtag());
        if (dpidr is null)
        {
            path = "dormant";
            dpidr = Join(SwdSequences.FromDormant());
        }

        if (dpidr is not { } id) throw Unanswered();
        if ((id & 1) == 0) throw Error(DapFault.Identity, SwdRequest.ReadDpidr, $"0x{id:X8} is no DPIDR: bit 0 must be set");
        _dpidr = id;
        Normalize();
        return new DapIdentity(id, path, 0);
    }

    private void Forget(int hertz)
    {
        _hertz = hertz;
        _transfers = _waits = _parityErrors = _reconnects = 0;
        _queue.Clear();
        _select = null;
        _dpidr = null;
        _powered = false;
    }

    private void ConfigureTransfers()
    {
        double retries = _waitDeadline.TotalSeconds * _hertz / CyclesOfWait;
        MustWork(new TransferConfigureCommand(0, (ushort)Math.Clamp(retries, FewestRetries, ushort.MaxValue)), "the probe refuses to repeat on WAIT");
    }

    /// <summary>Drives a sequence that ends in a line reset and reads DPIDR; null when nobody answered it well.</summary>
    private uint? Join(SwdBits sequence)
    {
        Cancel.ThrowIfCancellationRequested();
        MustWork(new SwjSequenceCommand(sequence), "the probe does not drive a sequence");
        for (int i = 0; i < Repairs; i++)
        {
            TransferAnswer answer = Once(SwdRequest.ReadDpidr, 0);
            _joinAck = answer.Ack;
            if (answer.Ack == TransferAck.Ok) return answer.Value;
            if (answer.Ack != TransferAck.Parity) return null;
            _parityErrors++;
        }

        throw Error(DapFault.Parity, SwdRequest.ReadDpidr, $"wrong parity {Repairs} times");
    }

    /// <summary>Nobody answered: a line that does not follow its driver tells more than the acknowledge.</summary>
    private DapException Unanswered()
    {
        if (Driven(SwjPins.None)) return Error(DapFault.StuckHigh, SwdRequest.ReadDpidr, "SWDIO reads high while the probe drives it low");
        if (!Driven(SwjPins.Swdio)) return Error(DapFault.StuckLow, SwdRequest.ReadDpidr, "SWDIO reads low while the probe drives it high");
        return Failed(SwdRequest.ReadDpidr, _joinAck, "after JTAG-to-SWD and after dormant wake-up");
    }

    /// <summary>Drives SWDIO and reads it back.</summary>
    private bool Driven(SwjPins level) => (_pipe.Call(new SwjPinsCommand(level, SwjPins.Swdio)) & SwjPins.Swdio) != 0;

    /// <summary>Brings sticky flags, SELECT and ORUNDETECT to what the link thinks they are, whatever tool left them as they are.</summary>
    private void Normalize()
    {
        uint abort = DpAbort.ClearSticky;
        TransferAck ack = TransferAck.Ok;
        for (int i = 0; i < Repairs; i++)
        {
            Abort(abort);
            ack = Once(SwdRequest.WriteSelect, 0).Ack;
            if (ack is TransferAck.Ok or TransferAck.Parity)
            {
                _select = 0;
                uint status = ReadDp(DpRegister.CtrlStat);
                if ((status & CtrlStat.OrunDetect) != 0) WriteDp(DpRegister.CtrlStat, status & CtrlStat.PowerRequests);
                return;
            }

            abort |= DpAbort.DapAbort;
            if (Join(SwdSequences.LineReset()) is null) throw Failed(SwdRequest.ReadDpidr, _joinAck, "after a line reset");
        }

        throw Failed(SwdRequest.WriteSelect, ack, $"{Repairs} times right after connecting");
    }

    private void MustWork(StatusCommand command, string otherwise)
    {
        if (!_pipe.Call(command)) throw new WireException(Name, otherwise);
    }
}
