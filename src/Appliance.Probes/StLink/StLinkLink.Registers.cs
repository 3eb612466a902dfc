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
        uint value = Done(StLinkCommand.ReadRegister(StLinkCommand.DebugPort, address), 8, access, Repeat.Always);
        if (!_jtag || !Firmware.ReadsDpLateOverJtag || register == DpRegister.Rdbuff) return value;
        return Done(StLinkCommand.ReadRegister(StLinkCommand.DebugPort, (byte)DpRegister.Rdbuff), 8, access, Repeat.Always);
    }

    /// <inheritdoc/>
    public void WriteDp(DpRegister register, uint value)
    {
        if (_jtag && register == DpRegister.Abort && (value & DpAbort.DapAbort) == 0)
        {
            ClearSticky();
            return;
        }

        (byte address, string access) = Place(register, "write");
        Done(StLinkCommand.WriteRegister(StLinkCommand.DebugPort, address, value), 2, access, Repeat.Always);
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
        return Done(StLinkCommand.ReadRegister(ap, register), 8, $"AP{ap} 0x{register:X2} read", OfRegister(register), (ap, register));
    }

    /// <summary>
    /// Writes an AP register. One that may be written twice is followed by RDBUFF, so that a write the target dropped is known here and given again; what
    /// becomes of a data register is known after <see cref="Flush"/>.
    /// </summary>
    private void WriteRaw(byte ap, byte register, uint value)
    {
        OpenAccessPort(ap);
        string access = $"AP{ap} 0x{register:X2} write";
        StLinkCommand command = StLinkCommand.WriteRegister(ap, register, value);
        Repeat repeat = OfRegister(register);
        if (repeat == Repeat.Always) Flush();
        _posted = repeat == Repeat.Never;
        Done(command, 2, access, repeat, (ap, register));
        for (int repairs = 1; repeat == Repeat.Always; repairs++)
        {
            StLinkStatus status = Patiently(StLinkCommand.ReadRegister(StLinkCommand.DebugPort, (byte)DpRegister.Rdbuff), 8, access, out _);
            if (status == StLinkStatus.Ok) return;
            bool dropped = Dropped(status);
            if (repairs == Repairs || !(dropped || status.IsParity())) throw Refused(status, access);
            _parityErrors++;
            if (dropped) Done(command, 2, access, repeat, (ap, register));
        }
    }

    /// <summary>The data registers of a MEM-AP reach memory, and must not be accessed twice.</summary>
    private static Repeat OfRegister(byte register) =>
        register is MemoryAim.DrwRegister or (>= FirstBanked and <= LastBanked) ? Repeat.Never : Repeat.Always;

    /// <summary>One command with a status in its answer, until it is done.</summary>
    /// <param name="command">The command.</param>
    /// <param name="length">Bytes of its answer.</param>
    /// <param name="access">What it does, for an error.</param>
    /// <param name="repeat">Whether it may be given again after a wrong parity.</param>
    /// <param name="place">The AP register it reaches; null for one of the debug port.</param>
    /// <returns>The word that follows the status, where the answer has one.</returns>
    private uint Done(StLinkCommand command, int length, string access, Repeat repeat, (byte Ap, byte Register)? place = null)
    {
        for (int repairs = 1; ; repairs++)
        {
            StLinkStatus status = Patiently(command, length, access, out uint value);
            if (status == StLinkStatus.Ok) return value;
            if (repeat == Repeat.Never || repairs == Repairs) throw Refused(status, access);
            if (!status.IsParity() && (_posted || !Dropped(status))) throw Refused(status, access);
            _parityErrors++;
            if (status == StLinkStatus.WriteData) ClearSticky();
            if (place is { } lost) SelectAnew(lost.Ap, lost.Register);
        }
    }

    /// <summary>
    /// The write that was dropped may have been that of SELECT, and the firmware may take it for done: a look at another bank of the AP makes it write SELECT anew.
    /// What the look brings is of no interest, and an error of it comes again with the access itself.
    /// </summary>
    private void SelectAnew(byte ap, byte register) =>
        _exchange.Ask(StLinkCommand.ReadRegister(ap, register >> 4 == IdrRegister >> 4 ? MemoryAim.CswRegister : IdrRegister), 8);

    /// <summary>Whether a FAULT is that of a write within the command, of SELECT or TAR, which the target dropped for its parity; the flag is cleared then.</summary>
    private bool Dropped(StLinkStatus status)
    {
        if (!status.IsFault() || (ReadFlags() & CtrlStat.Sticky) != CtrlStat.WDataErr) return false;
        ClearSticky();
        return true;
    }

    /// <summary>CTRL/STAT; null where it cannot be read.</summary>
    private uint? ReadFlags()
    {
        for (int repairs = 1; ; repairs++)
        {
            ReadOnlySpan<byte> answer = _exchange.Ask(StLinkCommand.ReadRegister(StLinkCommand.DebugPort, 4), 8);
            if (_jtag && Firmware.ReadsDpLateOverJtag) answer = _exchange.Ask(StLinkCommand.ReadRegister(StLinkCommand.DebugPort, (byte)DpRegister.Rdbuff), 8);
            StLinkStatus status = _exchange.Status(answer);
            if (status == StLinkStatus.Ok) return BinaryPrimitives.ReadUInt32LittleEndian(answer[4..]);
            if (!status.IsParity() || repairs == Repairs) return null;
            _parityErrors++;
        }
    }

    /// <summary>One command with a status in its answer, again after WAIT.</summary>
    private StLinkStatus Patiently(StLinkCommand command, int length, string access, out uint value)
    {
        _transfers++;
        Patience patience = default;
        while (true)
        {
            Cancel.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> answer = _exchange.Ask(command, length);
            value = length > 4 ? BinaryPrimitives.ReadUInt32LittleEndian(answer[4..]) : 0;
            StLinkStatus status = _exchange.Status(answer);
            if (!status.IsWait()) return status;
            WaitMore(ref patience, access);
        }
    }

    /// <summary>By ABORT on a serial wire, by ones in CTRL/STAT on JTAG (IHI 0031, B2.2.1 and B2.2.2). The firmware keeps the debug port powered.</summary>
    private void ClearSticky() => _exchange.Ask(
        _jtag
            ? StLinkCommand.WriteRegister(StLinkCommand.DebugPort, 4, CtrlStat.PowerRequests | CtrlStat.Sticky)
            : StLinkCommand.WriteRegister(StLinkCommand.DebugPort, 0, DpAbort.ClearSticky),
        2);

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
            flags = ReadFlags();
            ClearSticky();
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

    /// <summary>Whether a command may be given again after a wrong parity.</summary>
    private enum Repeat
    {
        /// <summary>It reaches memory through the access port: once is not twice.</summary>
        Never,

        /// <summary>It may happen twice: an identification, an address, a control word.</summary>
        Always,
    }

    /// <summary>How long an access has been answered by WAIT.</summary>
    private struct Patience
    {
        public TimeSpan? Since;
        public int Times;
    }
}
