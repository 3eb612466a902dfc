// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Swd;

/// <summary>Blocks: frame by frame on a local wire, many frames a call with ORUNDETECT.</summary>
public sealed partial class SwdLink
{
    /// <inheritdoc/>
    public void ReadApBlock(byte ap, byte register, Span<uint> values)
    {
        if (values.IsEmpty) return;
        SelectAp(ap, register);
        SwdRequest request = SwdRequest.Ap(read: true, register);
        if (_wire.Overrun) Rethrow(_lockstep.Value.Read(_wire.Mask, request, values, 1, _wire.Lane));
        else ReadEach(request, values);
    }

    /// <inheritdoc/>
    public void WriteApBlock(byte ap, byte register, ReadOnlySpan<uint> values)
    {
        if (values.IsEmpty) return;
        SelectAp(ap, register);
        SwdRequest request = SwdRequest.Ap(read: false, register);
        if (_wire.Overrun) Rethrow(_lockstep.Value.Write(_wire.Mask, request, values, 1));
        else WriteEach(request, values);
    }

    private void ReadEach(SwdRequest request, Span<uint> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            Cancel.ThrowIfCancellationRequested();
            _block = i;
            uint before = Transfer(request, 0);
            if (i > 0) values[i - 1] = before;
        }

        values[^1] = Settle(Transfer(SwdRequest.ReadRdbuff, 0));
        _block = null;
    }

    private void WriteEach(SwdRequest request, ReadOnlySpan<uint> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            Cancel.ThrowIfCancellationRequested();
            _block = i;
            Transfer(request, values[i]);
        }

        Settle();
        _block = null;
    }

    private void Rethrow(uint finished)
    {
        if (finished != _wire.Mask) throw _lockstep.Value.Cause(_wire.Lane)!;
    }
}
