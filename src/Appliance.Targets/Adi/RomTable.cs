// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Targets.Adi;

/// <summary>Walks the ROM tables behind a MEM-AP (ARM IHI 0031, D3). A broken table ends the walk; it never runs away.</summary>
public sealed class RomTable
{
    /// <summary>Nesting beyond this is a broken table: real chips have two or three levels.</summary>
    private const int DeepestTable = 6;

    /// <summary>Entries of a class 0x1 table: 0x000 to 0xEFC.</summary>
    private const uint EntriesEnd = 0xF00;

    private const uint EntryPresent = 1u << 0;
    private const uint EntryFormat32 = 1u << 1;
    private const uint AddressMask = 0xFFFF_F000;

    private readonly IMemory _memory;
    private readonly HashSet<uint> _seen = [];
    private readonly List<RomComponent> _found = [];

    private RomTable(IMemory memory)
    {
        _memory = memory;
    }

    /// <summary>Every component reachable from a BASE register, tables included; those that do not identify themselves are left out.</summary>
    /// <param name="memory">Memory behind the AP.</param>
    /// <param name="debugBase">Value of the AP's BASE register.</param>
    public static IReadOnlyList<RomComponent> Walk(IMemory memory, uint debugBase)
    {
        var table = new RomTable(memory);
        if (Points(debugBase))
            table.Visit(debugBase & AddressMask, 0);
        return table._found;
    }

    /// <summary>The component BASE itself points to: on many chips its part number names the chip. Null where there is none.</summary>
    public static RomComponent? ReadRoot(IMemory memory, uint debugBase) =>
        Points(debugBase) ? new RomTable(memory).Identify(debugBase & AddressMask, 0) : null;

    /// <summary>BASE of all ones says "nothing", and so does one of the 32-bit format without its present bit (IHI 0031, C2.6.1).</summary>
    private static bool Points(uint debugBase) =>
        debugBase != uint.MaxValue && (debugBase & (EntryFormat32 | EntryPresent)) != EntryFormat32;

    private void Visit(uint address, int depth)
    {
        if (depth > DeepestTable || !_seen.Add(address) || Identify(address, depth) is not { } component)
            return;
        _found.Add(component);
        if (component.IsTable)
            VisitEntries(address, depth);
    }

    private void VisitEntries(uint table, int depth)
    {
        for (var offset = 0u; offset < EntriesEnd; offset += 4)
        {
            var entry = _memory.ReadWord(table + offset);
            if (entry == 0)
                return; // The end mark.
            if ((entry & EntryPresent) != 0)
                Visit(unchecked(table + (entry & AddressMask)), depth + 1);
        }
    }

    /// <summary>Null where nothing answers or the preamble of the component id is not there.</summary>
    private RomComponent? Identify(uint address, int depth)
    {
        try
        {
            var cidr = ReadIdBytes(address + 0xFF0);
            if ((cidr & 0xFFFF_0FFF) != 0xB105_000D)
                return null;
            var pidr = ReadIdBytes(address + 0xFE0);
            var continuation = (int)(_memory.ReadWord(address + 0xFD0) & 0xF);
            var designer = (continuation << 7) | (int)((pidr >> 12) & 0x7F);
            return new RomComponent(address, (int)((cidr >> 12) & 0xF), designer, (int)(pidr & 0xFFF), depth);
        }
        catch (TargetException e) when (e.Fault == TargetFault.MemoryFault)
        {
            return null; // A component whose clock or power is off faults; the others can still be told.
        }
    }

    /// <summary>Four registers that hold a byte each, as one word.</summary>
    private uint ReadIdBytes(uint address)
    {
        uint value = 0;
        for (var i = 0; i < 4; i++)
            value |= (_memory.ReadWord(address + (uint)(i * 4)) & 0xFF) << (8 * i);
        return value;
    }
}
