// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Swd;

/// <summary>From an unknown state of the target to a DPIDR.</summary>
public sealed partial class SwdLink
{
    /// <inheritdoc/>
    public DapIdentity Connect(int hertz)
    {
        _statistics = default;
        _select = null;
        _dpidr = null;
        _writePending = false;
        _wire.Overrun = false;
        _wire.SetTurnaround(1);
        int real = _wire.Line.SetFrequency(hertz);
        string path = "jtag-to-swd";
        uint? dpidr = Join(SwdSequences.FromJtag());
        if (dpidr is null)
        {
            path = "dormant";
            dpidr = Join(SwdSequences.FromDormant());
        }

        if (dpidr is not { } id) throw Failed(SwdRequest.ReadDpidr, _joinAck, "after JTAG-to-SWD and after dormant wake-up");
        if ((id & 1) == 0) throw new DapException(DapFault.Identity, "DPIDR read", $"DPIDR 0x{id:X8} is none: bit 0 must be set");
        _dpidr = id;
        ClearSticky(SwdRequest.ReadDpidr);
        Select(0);
        Settle(0);
        return new DapIdentity(id, path, real);
    }

    private SwdAck _joinAck;

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
        }

        return null;
    }
}
