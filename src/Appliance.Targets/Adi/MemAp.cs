// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Probes;

namespace Appliance.Targets.Adi;

/// <summary>Memory behind a MEM-AP (ARM IHI 0031, C2). One thread at a time.</summary>
/// <remarks>
/// Blocks go through DRW with TAR counting up, and TAR is written anew at every multiple of 1 KiB, because only its low ten bits
/// need count (IHI 0031, C2.2.2). Single words go through the banked data registers, so that a series of accesses to registers close to each
/// other, and polling, writes TAR once. WAIT is the link's business; a FAULT becomes a <see cref="TargetException"/>.
/// </remarks>
public sealed class MemAp : IMemory
{
    /// <summary>TAR counts within blocks of this many bytes on every MEM-AP.</summary>
    private const uint TarBlock = 1024;

    private readonly MemApPort _port;
    private readonly uint[] _words = new uint[TarBlock / 2];

    private MemAp(MemApPort port)
    {
        _port = port;
    }

    /// <summary>Its APSEL.</summary>
    public byte AccessPort => _port.Id.Select;

    /// <summary>Its identification.</summary>
    public AccessPortId Id => _port.Id;

    /// <summary>Opens the memory behind an AP.</summary>
    /// <param name="link">A connected link with its debug power up.</param>
    /// <param name="accessPort">APSEL.</param>
    /// <exception cref="TargetException"><see cref="TargetFault.NoCore"/>: there is no MEM-AP, or it may not access memory.</exception>
    public static MemAp Open(IDapLink link, byte accessPort)
    {
        var id = AccessPorts.Identify(link, accessPort);
        if (!id.IsMemory)
        {
            throw new TargetException(TargetFault.NoCore, $"AP {accessPort} is no MEM-AP (IDR 0x{id.Idr:X8})",
                expected: "an IDR of class MEM-AP", actual: $"0x{id.Idr:X8}");
        }

        return new MemAp(new MemApPort(link, id));
    }

    /// <summary>Forgets what it knows of CSW and TAR: the target was reset or lost its power.</summary>
    public void Forget() => _port.Forget();

    /// <summary>BASE: where the ROM table is, as the AP says it.</summary>
    public uint ReadDebugBase() => _port.ReadDebugBase();

    /// <inheritdoc/>
    public void Read(uint address, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var size = Widest(address, destination.Length);
            var length = size == AccessSize.Word ? ReadWords(address, destination) : ReadOne(address, size, destination);
            destination = destination[length..];
            address += (uint)length;
        }
    }

    /// <inheritdoc/>
    public void Write(uint address, ReadOnlySpan<byte> source)
    {
        while (!source.IsEmpty)
        {
            var size = Widest(address, source.Length);
            var length = size == AccessSize.Word ? WriteWords(address, source) : WriteOne(address, size, source);
            source = source[length..];
            address += (uint)length;
        }

        Flush();
    }

    /// <inheritdoc/>
    public uint ReadWord(uint address)
    {
        Require(address, 4);
        return _port.ReadBanked(address);
    }

    /// <inheritdoc/>
    public void WriteWord(uint address, uint value)
    {
        Require(address, 4);
        _port.WriteBanked(address, value);
    }

    /// <inheritdoc/>
    public ushort ReadHalfWord(uint address)
    {
        Require(address, 2);
        return (ushort)(_port.Read(address, AccessSize.HalfWord) >> Lane(address));
    }

    /// <inheritdoc/>
    public void WriteHalfWord(uint address, ushort value)
    {
        Require(address, 2);
        _port.Write(address, AccessSize.HalfWord, (uint)value << Lane(address));
    }

    /// <inheritdoc/>
    public void WriteHalfWords(uint address, ReadOnlySpan<byte> source)
    {
        Require(address, 2);
        if (source.Length % 2 != 0)
            throw new ArgumentException("A whole number of half-words is wanted.", nameof(source));
        while (!source.IsEmpty)
        {
            var length = Math.Min(source.Length, ToBoundary(address));
            for (var i = 0; i < length; i += 2)
                _words[i / 2] = (uint)BinaryPrimitives.ReadUInt16LittleEndian(source[i..]) << Lane(address + (uint)i);
            _port.WriteBlock(address, AccessSize.HalfWord, _words.AsSpan(0, length / 2));
            source = source[length..];
            address += (uint)length;
        }
    }

    /// <inheritdoc/>
    public void Flush() => _port.Flush();

    private int ReadWords(uint address, Span<byte> destination)
    {
        var length = Math.Min(destination.Length & ~3, ToBoundary(address));
        var words = _words.AsSpan(0, length / 4);
        _port.ReadBlock(address, AccessSize.Word, words);
        for (var i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(destination[(i * 4)..], words[i]);
        return length;
    }

    private int WriteWords(uint address, ReadOnlySpan<byte> source)
    {
        var length = Math.Min(source.Length & ~3, ToBoundary(address));
        var words = _words.AsSpan(0, length / 4);
        for (var i = 0; i < words.Length; i++)
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(source[(i * 4)..]);
        _port.WriteBlock(address, AccessSize.Word, words);
        return length;
    }

    private int ReadOne(uint address, AccessSize size, Span<byte> destination)
    {
        var value = _port.Read(address, size) >> Lane(address);
        destination[0] = (byte)value;
        if (size == AccessSize.HalfWord)
            destination[1] = (byte)(value >> 8);
        return 1 << (int)size;
    }

    private int WriteOne(uint address, AccessSize size, ReadOnlySpan<byte> source)
    {
        var value = size == AccessSize.HalfWord ? BinaryPrimitives.ReadUInt16LittleEndian(source) : source[0];
        _port.Write(address, size, (uint)value << Lane(address));
        return 1 << (int)size;
    }

    private static AccessSize Widest(uint address, int left) => (address % 4, left) switch
    {
        (0, >= 4) => AccessSize.Word,
        (0 or 2, >= 2) => AccessSize.HalfWord,
        _ => AccessSize.Byte,
    };

    /// <summary>Data of an access narrower than a word travel on the byte lanes of their address (IHI 0031, C2.2.6).</summary>
    private static int Lane(uint address) => (int)(address % 4) * 8;

    private static int ToBoundary(uint address) => (int)(TarBlock - (address % TarBlock));

    private static void Require(uint address, uint multiple)
    {
        if (address % multiple != 0)
            throw new ArgumentException($"0x{address:X8} is no multiple of {multiple}.", nameof(address));
    }
}
