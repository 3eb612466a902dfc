// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Bus;

/// <summary>Who asks.</summary>
internal enum BusMaster
{
    /// <summary>The AHB access port.</summary>
    Debugger,

    /// <summary>The core.</summary>
    Core,
}

/// <summary>One access of 1, 2 or 4 aligned bytes.</summary>
/// <param name="Offset">Offset in the slave.</param>
/// <param name="Size">Bytes: 1, 2 or 4.</param>
/// <param name="Master">Who asks.</param>
/// <param name="Writes">Whether it is a write, where a slave is asked how long it holds the bus.</param>
internal readonly record struct BusAccess(uint Offset, int Size, BusMaster Master, bool Writes = false);

/// <summary>Something with addresses. A false answer is a bus error.</summary>
internal interface IBusSlave
{
    /// <summary>Until when (picoseconds of target time) the slave holds the bus before it takes an access; 0 for at once.</summary>
    long HeldUntil(in BusAccess access);

    /// <summary>Reads; the value is right-aligned.</summary>
    bool TryRead(in BusAccess access, out uint value);

    /// <summary>Writes; the value is right-aligned and no wider than the access.</summary>
    bool TryWrite(in BusAccess access, uint value);

    /// <summary>System reset.</summary>
    void Reset();
}
