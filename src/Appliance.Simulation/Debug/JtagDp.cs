// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Debug;

/// <summary>
/// The JTAG front of a debug port (IHI 0031, chapter B3): DPACC, APACC and ABORT are 35 bits; a scan carries the next request in and the
/// answer to the one before out.
/// </summary>
internal sealed class JtagDp(DebugPort port, uint identification) : Tap(4, identification)
{
    private const uint Abort = 0x8;
    private const uint DapAbort = 1;
    private const uint DpAccess = 0xA;
    private const uint ApAccess = 0xB;
    private const int AccessBits = 35;
    private const uint AckWait = 1;
    private const uint AckOkFault = 2;
    private const int ControlStatus = 0x4;
    private const int ReadBuffer = 0xC;

    private bool _answeredWait;
    private bool _readWasAccessPort;
    private uint _result;

    /// <inheritdoc/>
    protected override uint IdCode => 0xE;

    /// <inheritdoc/>
    protected override (ulong Value, int Length) Capture() => Instruction switch
    {
        DpAccess or ApAccess => (CaptureAnswer(), AccessBits),
        Abort => (0, AccessBits),
        _ => base.Capture(),
    };

    /// <inheritdoc/>
    protected override void Update(ulong value)
    {
        var read = (value & 1) != 0;
        var address = (int)(value << 1) & 0xC;
        var data = (uint)(value >> 3);
        if (Instruction == Abort)
            port.Write(0x0, data & DapAbort);
        else if (_answeredWait)
            _answeredWait = false;
        else if (Instruction == DpAccess)
            AccessDebugPort(read, address, data);
        else if (Instruction == ApAccess)
            AccessAccessPort(read, address, data);
    }

    private ulong CaptureAnswer()
    {
        _answeredWait = port.Busy;
        if (_answeredWait)
        {
            port.NoteOverrun();
            return AckWait;
        }

        if (_readWasAccessPort)
            _result = port.Read(false, ReadBuffer);
        _readWasAccessPort = false;
        return AckOkFault | ((ulong)_result << 3);
    }

    private void AccessDebugPort(bool read, int address, uint data)
    {
        if (read)
            _result = address == ReadBuffer ? 0 : port.Read(false, address);
        else if (address == ControlStatus)
            port.WriteControlClearing(data);
        else if (address == 0x8)
            port.Write(address, data);
    }

    private void AccessAccessPort(bool read, int address, uint data)
    {
        if (port.Answer(true, read, address) != DpAck.Ok)
            return;
        if (!read)
            port.Launch(address, data);
        else
            _ = port.Read(true, address);
        _readWasAccessPort = read;
    }
}
