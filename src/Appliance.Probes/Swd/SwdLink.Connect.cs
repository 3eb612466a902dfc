// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Swd;

/// <summary>From an unknown state of the target to a DPIDR.</summary>
public sealed partial class SwdLink
{
    private SwdAck _joinAck;

    /// <inheritdoc/>
    public DapIdentity Connect(int hertz)
    {
        Forget();
        int real = _wire.Line.SetFrequency(hertz);
        string path = _options.TargetSel is null ? "jtag-to-swd" : "multidrop";
        uint? dpidr = Join(SwdSequences.FromJtag());
        if (dpidr is null)
        {
            path = _options.TargetSel is null ? "dormant" : "dormant, multidrop";
            dpidr = Join(SwdSequences.FromDormant());
        }

        if (dpidr is not { } id) throw Unanswered();
        if ((id & 1) == 0) throw Error(DapFault.Identity, SwdRequest.ReadDpidr, $"0x{id:X8} is no DPIDR: bit 0 must be set");
        _dpidr = id;
        Normalize();
        if (_options.TargetSel is { } target) CheckInstance(target);
        if (_options.Turnaround != 1) WriteDp(DpRegister.Dlcr, (uint)(_options.Turnaround - 1) << 8);
        Settle();
        return new DapIdentity(id, path, real);
    }

    /// <summary>Nobody answered: a line that does not follow its driver tells more than the acknowledge.</summary>
    private DapException Unanswered()
    {
        SwdLineState state = SwdLineCheck.Look(_wire.Line, _wire.Lane);
        return state.Fault is DapFault.StuckLow or DapFault.StuckHigh
            ? Error(state.Fault.Value, SwdRequest.ReadDpidr, state.Facts)
            : Failed(SwdRequest.ReadDpidr, _joinAck, "after JTAG-to-SWD and after dormant wake-up");
    }

    /// <summary>Leaves SWD for the dormant state; <see cref="Connect"/> finds the target there.</summary>
    public void EnterDormant() => Leave(SwdSequences.ToDormant());

    /// <summary>Leaves SWD for JTAG, the TAP in Test-Logic-Reset.</summary>
    public void EnterJtag() => Leave(SwdSequences.ToJtag());

    private void Leave(SwdBits sequence)
    {
        _wire.Drive(sequence);
        Forget();
    }

    private void Forget()
    {
        _transfers = _waits = _parityErrors = _reconnects = 0;
        _select = null;
        _dpidr = null;
        _powered = false;
        _writePending = false;
        _block = null;
        _wire.Overrun = false;
        _wire.SetTurnaround(1);
    }

    /// <summary>Drives a sequence that ends in a line reset and reads DPIDR; null when nobody answered it well.</summary>
    private uint? Join(SwdBits sequence)
    {
        Cancel.ThrowIfCancellationRequested();
        _wire.Drive(sequence);
        if (_options.TargetSel is { } target) _wire.SelectTarget(target);
        for (int i = 0; i < Repairs; i++)
        {
            _joinAck = _wire.Read(SwdRequest.ReadDpidr, out uint value, out bool parity);
            if (_joinAck != SwdAck.Ok) return null;
            if (parity) return value;
            Count(parityErrors: 1);
        }

        throw Error(DapFault.Parity, SwdRequest.ReadDpidr, $"wrong parity {Repairs} times");
    }

    /// <summary>
    /// Brings flags, SELECT and ORUNDETECT to what the link thinks they are, whatever tool left them as they are. Until then a refused
    /// write has an unknown length, so after one the link is joined again and the access under way is aborted.
    /// </summary>
    private void Normalize()
    {
        uint abort = DpAbort.ClearSticky;
        SwdAck ack = SwdAck.Ok;
        for (int i = 0; i < Repairs; i++)
        {
            ack = _wire.Write(SwdRequest.WriteAbort, abort);
            if (ack == SwdAck.Ok) ack = _wire.Write(SwdRequest.WriteSelect, 0);
            if (ack == SwdAck.Ok)
            {
                Accepted(SwdRequest.WriteSelect, 0);
                _select = 0;
                bool overrun = (Transfer(SwdRequest.ReadCtrlStat, 0) & CtrlStat.OrunDetect) != 0;
                _wire.Overrun = overrun;
                if (overrun) SetOverrun(false);
                return;
            }

            abort |= DpAbort.DapAbort;
            _wire.Release();
            if (Join(SwdSequences.LineReset()) is null) throw Failed(SwdRequest.ReadDpidr, _joinAck, "after a line reset");
        }

        throw Failed(SwdRequest.WriteSelect, ack, $"{Repairs} times right after connecting");
    }

    /// <summary>On a multidrop bus DLPIDR.TINSTANCE must be the instance asked for (ARM IHI 0031, B2.2.3).</summary>
    private void CheckInstance(uint target)
    {
        uint dlpidr = ReadDp(DpRegister.Dlpidr);
        if (dlpidr >> 28 == target >> 28) return;
        throw Error(DapFault.Identity, SwdRequest.Dp(read: true, 0x4),
            $"TARGETSEL asked for instance {target >> 28}, DLPIDR 0x{dlpidr:X8} is instance {dlpidr >> 28}");
    }
}
