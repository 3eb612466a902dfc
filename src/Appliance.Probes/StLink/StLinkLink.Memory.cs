// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Probes.StLink;

/// <summary>The memory commands of the firmware. A block stays within 1 KiB, because TAR counts no further on every MEM-AP (IHI 0031, C2.2.2).</summary>
public sealed partial class StLinkLink
{
    private const uint TarBlock = 1024;

    /// <summary>
    /// Most bytes of one write: less than what TAR counts, so that TAR always tells how far a write came that was cut short. (The firmware's own limit
    /// is 6144 for words and half-words.)
    /// </summary>
    private const int LargestWrite = 512;

    private readonly byte[] _bytes = new byte[TarBlock];

    /// <summary>Where a block of DRW goes, when one memory command after another can do it.</summary>
    private uint? Block(byte ap, byte register, int count)
    {
        if (register != MemoryAim.DrwRegister || count == 0) return null;
        if (AimOf(ap) is not { Counts: true, Unit: > 0 and var unit, Tar: { } tar }) return null;
        if (tar % (uint)unit != 0 || (tar % TarBlock) + ((long)count * unit) > TarBlock) return null;
        return unit == 2 && !Firmware.HalfWords ? null : tar;
    }

    private uint ReadWord(uint address)
    {
        _aim!.Overwritten(_aim.Tar);
        return Done(StLinkCommand.ReadWord(address), 8, $"memory 0x{address:X8} read", Repeat.Always);
    }

    private void WriteWord(uint address, uint value)
    {
        string access = $"memory 0x{address:X8} write";
        MemoryAim aim = _aim!;
        uint? kept = aim.Tar;
        for (int repairs = 1; ; repairs++)
        {
            aim.Overwritten(kept);
            StLinkStatus status = Patiently(StLinkCommand.WriteWord(address, value), 2, access, out _);
            if (status == StLinkStatus.Ok) return;
            if (!status.IsParity() || repairs == Repairs) throw Refused(status, access);
            _parityErrors++;
            if (status == StLinkStatus.WriteData) continue;
            // It was the check behind the write that came wrong: TAR tells whether the write was done, and nothing else may say that it was not.
            if (Progress(aim.Ap, 4, address, 4, status, access) == 4) return;
            throw Refused(status, access);
        }
    }

    private void ReadMemory(MemoryAim aim, uint start, Span<uint> values)
    {
        int unit = aim.Unit;
        int length = values.Length * unit;
        int most = unit == 1 ? Firmware.LargestByteBlock : (int)TarBlock;
        for (int done = 0; done < length; done += most)
            ReadPiece(aim.Ap, unit, start + (uint)done, _bytes.AsSpan(done, Math.Min(most, length - done)));
        aim.Overwritten(start + (uint)length);
        for (int i = 0; i < values.Length; i++) values[i] = Lift(_bytes.AsSpan(i * unit, unit), start + (uint)(i * unit));
    }

    /// <summary>One read with its status; memory may be read again after WAIT or a wrong parity.</summary>
    private void ReadPiece(byte ap, int unit, uint address, Span<byte> bytes)
    {
        string access = $"memory 0x{address:X8} read";
        Patience patience = default;
        for (int parity = 0; ;)
        {
            Cancel.ThrowIfCancellationRequested();
            _transfers += bytes.Length / unit;
            // A single byte comes back as two (OpenOCD and probe-rs read it so).
            ReadOnlySpan<byte> answer = _exchange.Ask(StLinkCommand.Memory(false, unit, ap, address, bytes.Length), Math.Max(bytes.Length, 2));
            answer[..bytes.Length].CopyTo(bytes);
            StLinkStatus status = LastStatus();
            if (status == StLinkStatus.Ok) return;
            if (status.IsWait()) WaitMore(ref patience, access);
            else if (status.IsParity() && ++parity < Repairs) _parityErrors++;
            else throw Refused(status, access);
        }
    }

    private void WriteMemory(MemoryAim aim, uint start, ReadOnlySpan<uint> values)
    {
        int unit = aim.Unit;
        int length = values.Length * unit;
        int most = unit == 1 ? Firmware.LargestByteBlock : LargestWrite;
        for (int i = 0; i < values.Length; i++) Lower(values[i], start + (uint)(i * unit), _bytes.AsSpan(i * unit, unit));
        for (int done = 0; done < length; done += most)
            WritePiece(aim.Ap, unit, start + (uint)done, _bytes.AsSpan(done, Math.Min(most, length - done)));
        aim.Overwritten(start + (uint)length);
    }

    /// <summary>One write with its status. Where WAIT or a wrong parity cut it short, TAR tells which access is the next.</summary>
    private void WritePiece(byte ap, int unit, uint address, ReadOnlySpan<byte> bytes)
    {
        string access = $"memory 0x{address:X8} write";
        Patience patience = default;
        for (int parity = 0; ;)
        {
            Cancel.ThrowIfCancellationRequested();
            _transfers += bytes.Length / unit;
            _exchange.Send(StLinkCommand.Memory(true, unit, ap, address, bytes.Length), bytes);
            StLinkStatus status = LastStatus();
            if (status == StLinkStatus.Ok) return;
            if (status.IsWait()) WaitMore(ref patience, access);
            else if (status.IsParity() && ++parity < Repairs) _parityErrors++;
            else throw Refused(status, access);
            int done = Progress(ap, unit, address, bytes.Length, status, access);
            if (done > 0) patience = default;
            if (done == bytes.Length) return;
            address += (uint)done;
            bytes = bytes[done..];
        }
    }

    /// <summary>Bytes of a write that are done, by the TAR of the AP once it answers again.</summary>
    private int Progress(byte ap, int unit, uint address, int length, StLinkStatus status, string access)
    {
        uint tar = ReadRaw(ap, MemoryAim.TarRegister);
        uint end = address + (uint)length;
        bool wrapped = end % TarBlock == 0 && tar == end - TarBlock && tar != address;
        uint done = wrapped ? (uint)length : tar - address;
        if (done <= length && done % (uint)unit == 0) return (int)done;
        if (status == StLinkStatus.WriteData) return 0; // The write of TAR itself was dropped, and the AP took nothing after it.
        Lose();
        throw new DapException(DapFault.Protocol, access, $"{Name}: {access}: TAR is 0x{tar:X8} after a write cut short") { Uncertain = true };
    }

    private StLinkStatus LastStatus() => _exchange.Status(_exchange.Ask(StLinkCommand.LastStatus, 12));

    /// <summary>Data narrower than a word travel on the byte lanes of their address (IHI 0031, C2.2.6).</summary>
    private static uint Lift(ReadOnlySpan<byte> bytes, uint address) => bytes.Length switch
    {
        4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        2 => (uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << Lane(address),
        _ => (uint)bytes[0] << Lane(address),
    };

    private static void Lower(uint value, uint address, Span<byte> bytes)
    {
        value >>= bytes.Length == 4 ? 0 : Lane(address);
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)(value >> (8 * i));
    }

    private static int Lane(uint address) => (int)(address % 4) * 8;
}
