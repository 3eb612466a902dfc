// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Ports.Wires;

namespace Appliance.Probes.StLink;

/// <summary>Registers, one exchange each, with WAIT asked again and refusals explained.</summary>
public sealed partial class StLinkLink
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMicroseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(2);
    private const int Repairs = 8;
    private bool _posted;

    /// <inheritdoc/>
    public uint ReadDp(DpRegister register)
    {
        (byte address, string access) = Place(register, "read");
        return Done(StLinkCommand.ReadRegister(StLinkCommand.DebugPort, address), 8, access, StLinkStatus.DpParity);
    }

    /// <inheritdoc/>
    public void WriteDp(DpRegister register, uint value)
    {
        (byte address, string access) = Place(register, "write");
        Done(StLinkCommand.WriteRegister(StLinkCommand.DebugPort, address, value), 2, access);
    }

    /// <inheritdoc/>
    public void Flush()
    {
        if (!_posted) return;
        ReadDp(DpRegister.Rdbuff);
        _posted = false;
    }

    private uint ReadRaw(byte ap, byte register)
    {
        OpenAccessPort(ap);
        StLinkStatus? again = register is MemoryAim.DrwRegister or (>= FirstBanked and <= LastBanked) ? null : StLinkStatus.ApParity;
        return Done(StLinkCommand.ReadRegister(ap, register), 8, $"AP{ap} 0x{register:X2} read", again);
    }

    private void WriteRaw(byte ap, byte register, uint value)
    {
        OpenAccessPort(ap);
        Done(StLinkCommand.WriteRegister(ap, register, value), 2, $"AP{ap} 0x{register:X2} write");
        _posted = true;
    }

    /// <summary>One command with a status in its answer, until it is done.</summary>
    /// <param name="command">The command.</param>
    /// <param name="length">Bytes of its answer.</param>
    /// <param name="access">What it does, for an error.</param>
    /// <param name="again">A status after which it may be given again, because it had no effect or its effect may happen twice.</param>
    /// <returns>The word that follows the status, where the answer has one.</returns>
    private uint Done(StLinkCommand command, int length, string access, StLinkStatus? again = null)
    {
        _transfers++;
        Patience patience = default;
        for (int repairs = 0; ;)
        {
            Cancel.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> answer = _exchange.Ask(command, length);
            uint value = length > 4 ? BinaryPrimitives.ReadUInt32LittleEndian(answer[4..]) : 0;
            StLinkStatus status = _exchange.Status(answer);
            if (status == StLinkStatus.Ok) return value;
            if (status.IsWait()) WaitMore(ref patience, access);
            else if (MayRepeat(status, again) && ++repairs < Repairs) _parityErrors++;
            else throw Refused(status, access);
        }
    }

    /// <summary>A read that may be repeated is so after any wrong parity, be it that of the address written before it.</summary>
    private static bool MayRepeat(StLinkStatus status, StLinkStatus? again) =>
        status == again || (again is not (null or StLinkStatus.WriteData) && status.IsParity());

    private (byte Address, string Access) Place(DpRegister register, string verb)
    {
        int address = (int)register & 0xC;
        int bank = address == 4 ? (int)register >> 4 : 0;
        if (bank != 0 && !Firmware.Banks)
            throw new WireException(Name, $"{register} needs firmware V2J32 or V3J2 (DPBANKSEL), this is {Firmware.Version}");
        return ((byte)((bank << 4) | address), $"{register} {verb}");
    }

    private void WaitMore(ref Patience patience, string access)
    {
        _waits++;
        TimeSpan now = Clock.Now;
        patience.Since ??= now;
        if (now - patience.Since >= WaitDeadline) throw GiveUpWaiting(access);
        TimeSpan pause = ShortestPause * (1 << Math.Min(patience.Times++, 6));
        Clock.Delay(pause < LongestPause ? pause : LongestPause, Cancel);
    }

    private DapException GiveUpWaiting(string access)
    {
        Lose();
        _exchange.Ask(StLinkCommand.WriteRegister(StLinkCommand.DebugPort, 0, DpAbort.DapAbort | DpAbort.ClearSticky), 2);
        return new DapException(DapFault.WaitForever, access, $"{Name}: {access}: the target answered WAIT for {WaitDeadline.TotalMilliseconds:0} ms");
    }

    /// <summary>The error a status stands for; after a FAULT its flags are read first and then cleared.</summary>
    private DapException Refused(StLinkStatus status, string access)
    {
        Lose();
        if (status.IsParity()) _parityErrors++;
        DapFault fault = status.ToFault();
        uint? flags = null;
        if (status.IsFault() || status == StLinkStatus.WriteData)
        {
            ReadOnlySpan<byte> answer = _exchange.Ask(StLinkCommand.ReadRegister(StLinkCommand.DebugPort, 4), 8);
            if (_exchange.Status(answer) == StLinkStatus.Ok) flags = BinaryPrimitives.ReadUInt32LittleEndian(answer[4..]);
            _exchange.Ask(StLinkCommand.WriteRegister(StLinkCommand.DebugPort, 0, DpAbort.ClearSticky), 2);
            if ((flags & CtrlStat.WDataErr) > 0) fault = DapFault.Parity;
        }

        string word = flags is { } value ? $", CTRL/STAT 0x{value:X8}" : "";
        return new DapException(fault, access, $"{Name}: {access}: the ST-LINK says {status} (0x{(byte)status:X2}){word}", flags)
        {
            Uncertain = fault is DapFault.NoAnswer or DapFault.Protocol,
        };
    }

    private void Lose()
    {
        _aim?.Forget();
        _posted = false;
    }

    /// <summary>How long an access has been answered by WAIT.</summary>
    private struct Patience
    {
        public TimeSpan? Since;
        public int Times;
    }
}
