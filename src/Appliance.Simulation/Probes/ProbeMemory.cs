// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Simulation.Probes;

/// <summary>The part of the simulated firmware that reads and writes memory behind an AP, and remembers how the last access ended.</summary>
internal sealed class ProbeMemory(ProbeDebugPort port)
{
    private const uint PrivilegedIncrement = 0x2300_0010;
    private const uint TarBlock = 1024;
    private const int Csw = 0x00;
    private const int Tar = 0x04;
    private const int Drw = 0x0C;

    /// <summary>How the last access ended.</summary>
    public byte Status { get; set; } = AccessCode.Ok;

    /// <summary>Where it went wrong.</summary>
    public uint FaultAddress { get; private set; }

    /// <summary>Reads to rising addresses; what was not read is 0.</summary>
    public byte[] Read(int ap, uint address, int unit, int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length && Ready(ap, address, unit, i); i += unit)
        {
            Done(port.ReadAp(ap, Drw, out var value), address + (uint)i);
            if (Status == AccessCode.Ok)
                Put(bytes.AsSpan(i), unit, value >> Lane(address + (uint)i));
        }

        return bytes;
    }

    /// <summary>Writes to rising addresses until one is refused.</summary>
    public void Write(int ap, uint address, int unit, ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length && Ready(ap, address, unit, i); i += unit)
            Done(port.WriteAp(ap, Drw, Get(bytes[i..], unit) << Lane(address + (uint)i)), address + (uint)i);
        if (Status == AccessCode.Ok)
            Done(port.Drain(), address + (uint)bytes.Length);
    }

    public uint ReadWord(uint address, int ap = 0) => BinaryPrimitives.ReadUInt32LittleEndian(Read(ap, address, 4, 4));

    public void WriteWord(uint address, uint value, int ap = 0)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Write(ap, address, 4, bytes);
    }

    /// <summary>Sets CSW at the start, TAR at the start and wherever it may stop counting; false after an error.</summary>
    private bool Ready(int ap, uint address, int unit, int offset)
    {
        var at = address + (uint)offset;
        if (offset == 0)
            Done(port.WriteAp(ap, Csw, PrivilegedIncrement | (uint)(unit / 2)), at);
        if (Status == AccessCode.Ok && (offset == 0 || at % TarBlock == 0))
            Done(port.WriteAp(ap, Tar, at), at);
        return Status == AccessCode.Ok;
    }

    private void Done(byte status, uint address)
    {
        Status = port.Explain(status);
        if (Status != AccessCode.Ok)
            FaultAddress = address;
    }

    private static int Lane(uint address) => (int)(address % 4) * 8;

    private static uint Get(ReadOnlySpan<byte> bytes, int unit) => unit switch
    {
        4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        _ => bytes[0],
    };

    private static void Put(Span<byte> bytes, int unit, uint value)
    {
        for (var i = 0; i < unit; i++)
            bytes[i] = (byte)(value >> (8 * i));
    }
}
