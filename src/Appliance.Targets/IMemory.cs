// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Targets;

/// <summary>
/// The memory of a core as its debugger sees it. Little endian. One thread at a time.
/// </summary>
/// <remarks>Reads and writes of bytes use the widest accesses the alignment allows; a register must be accessed by the member of its width.
/// Every method throws <see cref="TargetException"/> with the address where the target refused, and lets
/// <see cref="Probes.DapException"/> and <see cref="Ports.Wires.WireException"/> of an unreachable target pass.</remarks>
public interface IMemory
{
    /// <summary>Reads bytes.</summary>
    void Read(uint address, Span<byte> destination);

    /// <summary>Writes bytes, and returns when the target has them.</summary>
    void Write(uint address, ReadOnlySpan<byte> source);

    /// <summary>Reads one word at a multiple of 4.</summary>
    uint ReadWord(uint address);

    /// <summary>Writes one word at a multiple of 4. May return before the target has done it: see <see cref="Flush"/>.</summary>
    void WriteWord(uint address, uint value);

    /// <summary>Reads one half-word at a multiple of 2.</summary>
    ushort ReadHalfWord(uint address);

    /// <summary>Writes one half-word at a multiple of 2 with a 16-bit access.</summary>
    void WriteHalfWord(uint address, ushort value);

    /// <summary>Streams half-words to rising addresses, each with one 16-bit access, as fast as the bus takes them.
    /// A bus that stalls is waited for. Returns when the last was accepted: see <see cref="Flush"/>.</summary>
    void WriteHalfWords(uint address, ReadOnlySpan<byte> source);

    /// <summary>Returns when all writes are done, or throws what became of them.</summary>
    void Flush();
}
