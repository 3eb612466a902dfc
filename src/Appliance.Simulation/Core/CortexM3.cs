// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Chips;

namespace Appliance.Simulation.Core;

/// <summary>Puts the debug components of a Cortex-M on the bus, those of a Cortex-M3 whatever the core (Cortex-M3 TRM r1p1, table 4-1; ids as in its chapter on debug).</summary>
internal static class CortexM3
{
    /// <summary>Where the ROM table is.</summary>
    public const uint RomTable = 0xE00F_F000;

    private const uint Page = 0x1000;
    private const uint Itm = 0xE000_0000;
    private const uint Dwt = 0xE000_1000;
    private const uint Fpb = 0xE000_2000;
    private const uint Tpiu = 0xE004_0000;
    private const uint Etm = 0xE004_1000;
    private const ulong ArmPart = 0x04_001B_B000;

    /// <summary>Maps everything on the private peripheral bus except what the maker of the chip added.</summary>
    public static void Map(SystemBus bus, DebugCore core, CoreShape shape, Action requestReset, ulong romTableId, Violations violations)
    {
        bus.Map(SystemControlSpace.Address, Page, new SystemControlSpace(core, shape, requestReset, violations));
        bus.Map(Dwt, Page, MakeDwt(violations));
        bus.Map(Fpb, Page, MakeFpb(violations));
        bus.Map(Itm, Page, MakeItm(violations));
        bus.Map(Tpiu, Page, MakeTpiu(violations));
        bus.Map(RomTable, Page, MakeRomTable(romTableId, violations));
    }

    private static RegisterBlock MakeRomTable(ulong id, Violations violations)
    {
        var block = new RegisterBlock("ROM table", violations);
        uint[] components = [SystemControlSpace.Address, Dwt, Fpb, Itm, Tpiu];
        for (var i = 0u; i < components.Length; i++)
            block.AddConstant(i * 4, $"ENTRY{i}", unchecked(components[i] - RomTable) | 3);
        block.AddConstant(0x14, "ENTRY5", unchecked(Etm - RomTable) | 2);
        block.AddConstant(0x18, "END", 0);
        block.AddConstant(0xFCC, "MEMTYPE", 1);
        ComponentIds.Add(block, id, ComponentIds.RomTable);
        return block;
    }

    private static RegisterBlock MakeDwt(Violations violations)
    {
        var block = new RegisterBlock("DWT", violations);
        block.Add(0x00, new Register("CTRL", 0x4000_0000, 0x0FFF_FFFF));
        block.AddStorage(0x04, 6, "CNT");
        block.AddConstant(0x1C, "PCSR", 0x0800_0100);
        for (var i = 0u; i < 4; i++)
            block.AddStorage(0x20 + (i * 0x10), 3, "COMP");
        ComponentIds.Add(block, ArmPart | 2, ComponentIds.Generic);
        return block;
    }

    private static RegisterBlock MakeFpb(Violations violations)
    {
        var block = new RegisterBlock("FPB", violations);
        block.Add(0x00, new Register("FP_CTRL", 0x260, 3));
        block.AddStorage(0x04, 9, "FP_COMP");
        ComponentIds.Add(block, ArmPart | 3, ComponentIds.Generic);
        return block;
    }

    private static RegisterBlock MakeItm(Violations violations)
    {
        var block = new RegisterBlock("ITM", violations);
        block.AddStorage(0xE00, 1, "TER");
        block.AddStorage(0xE40, 1, "TPR");
        block.AddStorage(0xE80, 1, "TCR");
        block.AddStorage(0xFB0, 1, "LAR");
        ComponentIds.Add(block, ArmPart | 1, ComponentIds.Generic);
        return block;
    }

    private static RegisterBlock MakeTpiu(Violations violations)
    {
        var block = new RegisterBlock("TPIU", violations);
        block.AddStorage(0x004, 1, "CSPSR");
        block.AddStorage(0x010, 1, "ACPR");
        block.AddStorage(0x0F0, 1, "SPPR");
        block.AddStorage(0x304, 1, "FFCR");
        block.AddConstant(0xFC8, "DEVID", 0xCA1);
        block.AddConstant(0xFCC, "DEVTYPE", 0x11);
        ComponentIds.Add(block, 0x04_001B_B923, ComponentIds.CoreSight);
        return block;
    }
}
