// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Fus;

/// <summary>
/// SRAM2 as both cores share it: the tables the boot loader in ROM makes (ten pointers at its start, the device information table, the buffer for system
/// commands, the one for its event), and what the coprocessor writes there.
/// </summary>
internal sealed class SharedTables(Memory ram, Dice dice)
{
    /// <summary>Where SRAM2 begins.</summary>
    public const uint Base = 0x2003_0000;

    private const uint DeviceInfo = 0x2003_0024;
    private const uint SystemTable = 0x2003_0058;
    private const uint MemoryManager = 0x2003_0180;
    private const uint CommandBuffer = 0x2003_0064;
    private const uint EventBuffer = 0x2003_01C0;
    private const uint EventList = 0x2003_0200;
    private const int Garbled = 0x400;
    private const int Pointers = 10;
    private const uint FusRuns = 0xA946_56B9;

    /// <summary>What the ROM writes.</summary>
    public void WriteByRom()
    {
        for (var i = 0u; i < Pointers; i++)
            Put(Base + (i * 4), 0);
        Put(Base, DeviceInfo);
        Put(Base + 0x0C, SystemTable);
        Put(Base + 0x10, MemoryManager);
        for (var i = 0u; i < 0x34; i += 4)
            Put(DeviceInfo + i, 0);
        Put(SystemTable, CommandBuffer);
        Put(SystemTable + 4, EventList);
        Put(EventList, EventList);
        Put(EventList + 4, EventList);
        Put(MemoryManager + 4, EventBuffer);
    }

    /// <summary>After a reset nothing can be relied on.</summary>
    public void Garble()
    {
        for (var i = 0; i < Garbled; i++)
            ram.Bytes[i] = (byte)dice.Next();
    }

    /// <summary>The device information table as FUS fills it; false where there is no room for it.</summary>
    public bool FillForFus(FusMemory memory)
    {
        if (Place(0) is not { } at)
            return false;
        Put(at, FusRuns);
        Put(at + 4, memory.Stack == 0 ? 0u : 0x0001_0000);
        Put(at + 8, memory.Safeboot);
        Put(at + 0x0C, memory.Fus);
        Put(at + 0x10, 6);
        Put(at + 0x14, memory.Stack);
        Put(at + 0x18, (uint)memory.StackPages);
        Put(at + 0x1C, memory.Stack == 0 ? 0 : 1u);
        Put(at + 0x20, 0);
        Put(at + 0x24, 0);
        Put(at + 0x28, 0x0065_8473);
        Put(at + 0x2C, 0x0080_E126);
        Put(at + 0x30, 0x0496);
        return true;
    }

    /// <summary>The same as a stack fills it.</summary>
    public bool FillForStack(FusMemory memory)
    {
        if (Place(0) is not { } at)
            return false;
        Put(at, memory.Safeboot);
        Put(at + 4, memory.Fus);
        Put(at + 8, 6);
        Put(at + 0x0C, 0);
        Put(at + 0x10, memory.Stack);
        Put(at + 0x14, (uint)memory.StackPages);
        Put(at + 0x18, 1);
        Put(at + 0x1C, 0);
        return true;
    }

    /// <summary>The one event after a start: ready, by FUS (1) or by the stack (0). FUS leaves the tail of the list as it was.</summary>
    public void PostReady(bool fus)
    {
        if (Place(0x10) is not { } manager || Place(0x0C) is not { } system || Inside(Get(manager + 4)) is not { } buffer || Inside(Get(system + 4)) is not { } list)
            return;
        Put(buffer, list);
        Put(buffer + 4, fus ? Garbage() : list);
        ReadOnlySpan<byte> packet = [0x12, 0xFF, 3, 0x00, 0x92, (byte)(fus ? 1 : 0)];
        Copy(buffer + 8, packet);
        Put(list, buffer);
        if (!fus)
            Put(list + 4, buffer);
    }

    /// <summary>The command in the buffer: opcode and payload; null where it is none.</summary>
    public (ushort Opcode, byte[] Payload)? Command()
    {
        if (Buffer() is not { } at || ram.Bytes[at - Base + 8] != 0x10)
            return null;
        var packet = ram.Bytes.AsSpan((int)(at - Base) + 8);
        return ((ushort)(packet[1] | (packet[2] << 8)), packet.Slice(4, packet[3]).ToArray());
    }

    /// <summary>Writes an answer over the command.</summary>
    public void Answer(ushort opcode, ReadOnlySpan<byte> answer)
    {
        if (Buffer() is not { } at)
            return;
        Copy(at, [0x11, 0x0E, (byte)(3 + answer.Length), (byte)(dice.Between(0, 1) == 0 ? 0xFF : 1), (byte)opcode, (byte)(opcode >> 8), .. answer]);
    }

    private uint? Buffer() => Place(0x0C) is { } system ? Inside(Get(system)) : null;

    /// <summary>A table by the place of its pointer.</summary>
    private uint? Place(uint pointer) => Inside(Get(Base + pointer));

    private uint? Inside(uint address) => address % 4 == 0 && address >= Base && address < Base + ram.Bytes.Length - 0x200 ? address : null;

    private uint Garbage() => (uint)dice.Next();

    private uint Get(uint address) => Memory.Get(ram.Bytes, address - Base, 4);

    private void Put(uint address, uint value) => Memory.Put(ram.Bytes, address - Base, 4, value);

    private void Copy(uint address, ReadOnlySpan<byte> bytes) => bytes.CopyTo(ram.Bytes.AsSpan((int)(address - Base)));
}
