// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Probes.StLink;

/// <summary>The AHB-AP that is kept here, and the memory commands behind it.</summary>
public sealed partial class StLinkMemoryLink
{
    private const byte FirstBanked = 0x10, LastBanked = 0x1C, BaseRegister = 0xF8, IdrRegister = 0xFC;
    private const uint IncrementMask = 0x30, IncrementSingle = 0x10;
    private const int TarBlock = 1024, LargestByteBlock = 64, Repairs = 8;

    /// <summary>Memory where two bytes are as good as a half-word (ARMv7-M, table B3-1: 20000000h to 3FFFFFFFh).</summary>
    private const uint SramRegion = 1;

    private static readonly TimeSpan Pause = TimeSpan.FromMicroseconds(200);

    private int Unit => (_csw & 7) switch { 0 => 1, 1 => 2, _ => 4 };

    /// <inheritdoc/>
    public uint ReadAp(byte ap, byte register)
    {
        if (ap != 0) return 0; // There is no way to look at another: its IDR of 0 says that there is none.
        switch (register)
        {
            case IdrRegister:
                return AhbAp;
            case BaseRegister:
                return RomTable;
            case MemoryAim.CswRegister:
                return _csw | DeviceEnabled;
            case MemoryAim.TarRegister:
                return _tar;
            case MemoryAim.DrwRegister:
                Span<uint> one = stackalloc uint[1];
                ReadApBlock(ap, register, one);
                return one[0];
            case >= FirstBanked and <= LastBanked:
                return ReadWord((_tar & ~0xFu) + (uint)(register - FirstBanked));
            default:
                return 0;
        }
    }

    /// <inheritdoc/>
    public void WriteAp(byte ap, byte register, uint value)
    {
        if (ap != 0) throw TooOld($"AP{ap} 0x{register:X2} write");
        if (register == MemoryAim.CswRegister) _csw = (value & 7) <= 2 ? value : (value & ~7u) | 2;
        else if (register == MemoryAim.TarRegister) _tar = value;
        else if (register == MemoryAim.DrwRegister) WriteApBlock(ap, register, [value]);
        else if (register is >= FirstBanked and <= LastBanked) WriteWord((_tar & ~0xFu) + (uint)(register - FirstBanked), value);
        else throw TooOld($"AP{ap} 0x{register:X2} write");
    }

    /// <inheritdoc/>
    public void ReadApBlock(byte ap, byte register, Span<uint> values)
    {
        if (ap != 0 || register != MemoryAim.DrwRegister) throw TooOld($"AP{ap} 0x{register:X2} read");
        int unit = Unit;
        bool counts = (_csw & IncrementMask) == IncrementSingle;
        if (!counts || values.Length == 1)
        {
            for (int i = 0; i < values.Length; i++) values[i] = ReadOne(unit);
            return;
        }

        var bytes = new byte[values.Length * unit];
        int most = unit == 4 ? TarBlock : LargestByteBlock;
        for (int done = 0; done < bytes.Length; done += most)
            Read(unit == 4 ? 4 : 1, _tar + (uint)done, bytes.AsSpan(done, Math.Min(most, bytes.Length - done)));
        for (int i = 0; i < values.Length; i++) values[i] = Lift(bytes.AsSpan(i * unit, unit), _tar + (uint)(i * unit));
        _tar += (uint)bytes.Length;
    }

    /// <inheritdoc/>
    public void WriteApBlock(byte ap, byte register, ReadOnlySpan<uint> values)
    {
        if (ap != 0 || register != MemoryAim.DrwRegister) throw TooOld($"AP{ap} 0x{register:X2} write");
        int unit = Unit;
        if (unit == 2 && _tar >> 29 != SramRegion) throw TooOld($"a half-word written to 0x{_tar:X8}");
        bool counts = (_csw & IncrementMask) == IncrementSingle;
        if (unit != 2 && (!counts || (values.Length == 1 && unit == 4)))
        {
            foreach (uint value in values) WriteOne(unit, value, counts);
            return;
        }

        var bytes = new byte[values.Length * unit];
        for (int i = 0; i < values.Length; i++)
        {
            uint value = unit == 4 ? values[i] : values[i] >> Lane(_tar + (uint)(unit * i));
            for (int at = 0; at < unit; at++) bytes[(unit * i) + at] = (byte)(value >> (8 * at));
        }

        int most = unit == 4 ? TarBlock : LargestByteBlock;
        for (int done = 0; done < bytes.Length; done += most)
            Write(unit == 4 ? 4 : 1, _tar + (uint)done, bytes.AsSpan(done, Math.Min(most, bytes.Length - done)));
        if (counts) _tar += (uint)bytes.Length;
    }

    private uint ReadOne(int unit)
    {
        uint value;
        if (unit == 4)
        {
            value = ReadWord(_tar);
        }
        else
        {
            var bytes = new byte[unit];
            Read(1, _tar, bytes);
            value = Lift(bytes, _tar);
        }

        if ((_csw & IncrementMask) == IncrementSingle) _tar += (uint)unit;
        return value;
    }

    private void WriteOne(int unit, uint value, bool counts)
    {
        if (unit == 4) WriteWord(_tar, value);
        else Write(1, _tar, [(byte)(value >> Lane(_tar))]);
        if (counts) _tar += (uint)unit;
    }

    private uint ReadWord(uint address) => Patiently(StLinkCommand.ReadWord(address), 8, $"memory 0x{address:X8} read", mayRepeat: true);

    private void WriteWord(uint address, uint value) => Patiently(StLinkCommand.WriteWord(address, value), 2, $"memory 0x{address:X8} write", mayRepeat: false);

    private uint Patiently(StLinkCommand command, int length, string access, bool mayRepeat)
    {
        _transfers++;
        for (var trouble = new Trouble(Clock.Now); ;)
        {
            Cancel.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> answer = _exchange.Ask(command, length);
            StLinkStatus status = _exchange.Status(answer);
            if (status == StLinkStatus.Ok) return length > 4 ? BinaryPrimitives.ReadUInt32LittleEndian(answer[4..]) : 0;
            Bear(status, access, mayRepeat, ref trouble);
        }
    }

    private void Read(int unit, uint address, Span<byte> bytes)
    {
        string access = $"memory 0x{address:X8} read";
        _transfers += bytes.Length / unit;
        for (var trouble = new Trouble(Clock.Now); ;)
        {
            Cancel.ThrowIfCancellationRequested();
            // A single byte comes back as two (OpenOCD and probe-rs read it so).
            _exchange.Ask(StLinkCommand.Memory(false, unit, 0, address, bytes.Length), Math.Max(bytes.Length, 2))[..bytes.Length].CopyTo(bytes);
            StLinkStatus status = LastStatus();
            if (status == StLinkStatus.Ok) return;
            Bear(status, access, mayRepeat: true, ref trouble);
        }
    }

    private void Write(int unit, uint address, ReadOnlySpan<byte> bytes)
    {
        _transfers += bytes.Length / unit;
        _exchange.Send(StLinkCommand.Memory(true, unit, 0, address, bytes.Length), bytes);
        StLinkStatus status = LastStatus();
        var trouble = new Trouble(Clock.Now);
        if (status != StLinkStatus.Ok) Bear(status, $"memory 0x{address:X8} write", mayRepeat: false, ref trouble);
    }

    private StLinkStatus LastStatus() => _exchange.Status(
        _firmware.Version.Debug >= LongStatus ? _exchange.Ask(StLinkCommand.LastStatus, 12) : _exchange.Ask(StLinkCommand.ShortStatus, 2));

    /// <summary>Returns where the access may be given again; throws where it may not, or was too often.</summary>
    private void Bear(StLinkStatus status, string access, bool mayRepeat, ref Trouble trouble)
    {
        DapFault fault = status.ToFault();
        if (mayRepeat && status.IsWait() && Clock.Now - trouble.Since < WaitDeadline)
        {
            _waits++;
            Clock.Delay(Pause, Cancel);
            return;
        }

        if (status.IsParity()) _parityErrors++;
        if (mayRepeat && status.IsParity() && ++trouble.Repairs < Repairs) return;
        if (!mayRepeat && fault != DapFault.Fault) fault = DapFault.Protocol; // A parity would have TAR asked how far it came, and this TAR is only remembered.
        throw new DapException(fault, access, $"{Name}: {access}: the ST-LINK says {status} (0x{(byte)status:X2})") { Uncertain = !mayRepeat && fault != DapFault.Fault };
    }

    /// <summary>Data narrower than a word travel on the byte lanes of their address (IHI 0031, C2.2.6).</summary>
    private static uint Lift(ReadOnlySpan<byte> bytes, uint address) => bytes.Length switch
    {
        4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        2 => (uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << Lane(address),
        _ => (uint)bytes[0] << Lane(address),
    };

    private static int Lane(uint address) => (int)(address % 4) * 8;

    /// <summary>What an access has met with so far.</summary>
    /// <param name="Since">When it began.</param>
    private record struct Trouble(TimeSpan Since)
    {
        public int Repairs { get; set; }
    }
}
