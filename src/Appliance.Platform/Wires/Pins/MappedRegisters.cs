// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;

namespace Appliance.Platform.Wires.Pins;

/// <summary>Registers of a <see cref="RegisterMapping"/>, whose owner keeps it open. Offsets are constants of the blocks and are not checked.</summary>
/// <param name="address">Where the mapping begins.</param>
internal readonly struct MappedRegisters(nint address) : IRegisters
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(int offset, uint value) => Volatile.Write(ref At(offset), value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Load(int offset) => Volatile.Read(ref At(offset));

    /// <summary>A full barrier: <c>dmb ish</c> on arm64, the same as gcc's <c>__sync_synchronize</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Barrier() => Interlocked.MemoryBarrier();

    /// <summary>Device memory is not managed memory, so a reference to it may be made of its address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref uint At(int offset) => ref Unsafe.AddByteOffset(ref Unsafe.NullRef<uint>(), address + offset);
}
