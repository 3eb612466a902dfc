// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;

namespace Appliance.Simulation.Core;

/// <summary>
/// The stores of a Cortex-M7 that have not yet reached the flash: it is normal memory, so they stay in the store buffer until a barrier, a load from
/// there or four stores after them bring them out (ARM DDI 0489F, 5.2 and 5.6). Registers of peripherals are reached past them.
/// </summary>
internal sealed class WriteBuffer(SystemBus bus, Func<uint, bool> covers)
{
    private const int Entries = 4;
    private readonly Queue<(uint Address, int Size, uint Value)> _stores = [];

    /// <summary>Whether stores to an address stay in the buffer.</summary>
    public bool Covers(uint address) => covers(address);

    /// <summary>Takes a store; the oldest goes out where there is no room.</summary>
    /// <returns>The address of a bus error, null where there was none.</returns>
    public uint? Take(uint address, int size, uint value)
    {
        _stores.Enqueue((address, size, value));
        return _stores.Count > Entries ? Next() : null;
    }

    /// <summary>Brings all out.</summary>
    /// <returns>The address of the first bus error, null where there was none.</returns>
    public uint? Drain()
    {
        uint? failed = null;
        while (_stores.Count > 0)
            failed = Next() ?? failed;
        return failed;
    }

    private uint? Next()
    {
        var (address, size, value) = _stores.Dequeue();
        return bus.TryWrite(address, size, BusMaster.Core, value) ? null : address;
    }
}
