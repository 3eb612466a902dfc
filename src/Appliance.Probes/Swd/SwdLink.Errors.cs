// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Swd;

/// <summary>Errors with their facts.</summary>
public sealed partial class SwdLink
{
    /// <summary>An acknowledge that ends the transfer.</summary>
    internal DapException Failed(SwdRequest request, SwdAck ack, string when)
    {
        DapFault fault = ack switch
        {
            SwdAck.Nobody => DapFault.NoAnswer,
            SwdAck.Low => DapFault.StuckLow,
            SwdAck.Wait => DapFault.WaitForever,
            SwdAck.Fault => DapFault.Fault,
            _ => DapFault.Protocol,
        };
        return Error(fault, request, $"acknowledge 0b{Convert.ToString((int)ack, 2).PadLeft(3, '0')} {when}");
    }

    internal DapException Error(DapFault fault, SwdRequest request, string what, uint? status = null)
    {
        int? done = _block;
        _block = null;
        string where = done is { } word ? $" (word {word} of the block)" : "";
        bool uncertain = (request.IsAp || request == SwdRequest.ReadRdbuff)
            && fault is DapFault.NoAnswer or DapFault.StuckLow or DapFault.Protocol or DapFault.Lost;
        return new DapException(fault, request.ToString(), $"{Name}: {request}{where}: {what}{Supply(fault)}", status) { Done = done, Uncertain = uncertain };
    }

    /// <summary>Where nobody answers the supply is looked at, if the wire can.</summary>
    private string Supply(DapFault fault) => fault == DapFault.NoAnswer && _wire.Line.Supply is { } supply ? $"; {supply}" : "";

    /// <summary>A FAULT for its flags; with WDATAERR among them the line is to blame, not the access.</summary>
    private DapException Refused(SwdRequest request, uint? status) => Error(
        (status & CtrlStat.WDataErr) > 0 ? DapFault.Parity : DapFault.Fault, request,
        status is { } value ? $"FAULT, CTRL/STAT 0x{value:X8}" : "FAULT, CTRL/STAT unreadable", status);

    private DapException LostPower(SwdRequest request, uint status)
    {
        _powered = false;
        return Error(DapFault.Lost, request, $"the debug port lost its state on the way (CTRL/STAT 0x{status:X8})", status);
    }
}
