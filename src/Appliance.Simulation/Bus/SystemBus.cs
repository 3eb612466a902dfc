// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Bus;

/// <summary>The address map of one chip: finds the slave of an address. Nothing mapped, or not aligned, is a bus error.</summary>
internal sealed class SystemBus
{
    /// <summary>Where the private peripheral bus begins (ARMv7-M ARM, B3.1): what still answers while the chip is in reset.</summary>
    public const uint PrivateBase = 0xE000_0000;

    private const uint PrivateEnd = 0xE010_0000;
    private readonly List<Mapping> _map = [];

    /// <summary>Whether system reset is asserted: only the private peripheral bus answers then.</summary>
    public bool InReset { get; set; }

    /// <summary>Maps a slave. An earlier mapping hides a later one.</summary>
    public void Map(uint start, uint length, IBusSlave slave) => _map.Add(new Mapping(start, length, slave));

    /// <summary>Until when an access is held; 0 for at once.</summary>
    public long HeldUntil(uint address, int size, BusMaster master, bool writes)
    {
        var found = Find(address, size);
        return found is null ? 0 : found.Slave.HeldUntil(new BusAccess(address - found.Start, size, master, writes));
    }

    /// <summary>Reads; false is a bus error.</summary>
    public bool TryRead(uint address, int size, BusMaster master, out uint value)
    {
        var found = Find(address, size);
        if (found is not null)
            return found.Slave.TryRead(new BusAccess(address - found.Start, size, master), out value);
        value = 0;
        return false;
    }

    /// <summary>Writes; false is a bus error.</summary>
    public bool TryWrite(uint address, int size, BusMaster master, uint value)
    {
        var found = Find(address, size);
        return found is not null && found.Slave.TryWrite(new BusAccess(address - found.Start, size, master), value);
    }

    /// <summary>System reset of every slave, each once.</summary>
    public void Reset()
    {
        foreach (var slave in _map.Select(mapping => mapping.Slave).Distinct())
            slave.Reset();
    }

    private Mapping? Find(uint address, int size)
    {
        if ((address & (uint)(size - 1)) != 0 || (InReset && (address is < PrivateBase or >= PrivateEnd)))
            return null;
        foreach (var mapping in _map)
        {
            if (address - mapping.Start < mapping.Length)
                return mapping;
        }

        return null;
    }

    private sealed record Mapping(uint Start, uint Length, IBusSlave Slave);
}
