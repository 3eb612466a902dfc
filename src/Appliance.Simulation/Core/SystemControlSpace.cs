// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Cpu;
using Appliance.Simulation.Bus;
using Appliance.Simulation.Chips;

namespace Appliance.Simulation.Core;

/// <summary>SysTick, NVIC, system control block and debug registers at 0xE000E000 (ARMv7-M ARM, B3.2 to B3.4 and C1.6).</summary>
internal sealed class SystemControlSpace : RegisterBlock
{
    /// <summary>Where it is in every ARMv7-M.</summary>
    public const uint Address = 0xE000_E000;

    private const uint ResetKey = 0x05FA_0000;
    private const uint ResetKeyRead = 0xFA05_0000;
    private const uint VectorReset = 1u << 0;
    private const uint SystemReset = 1u << 2;
    /// <summary>NSID and NSNID; no secure world (ARM DDI 0553, D1.2.39).</summary>
    private const uint NonSecureDebugAllowed = 0xF;

    private const uint TraceAndCatchBits = 0x010F_07F1;

    private readonly DebugCore _core;
    private readonly Action _requestReset;

    public SystemControlSpace(DebugCore core, CoreShape shape, Action requestReset, Violations violations)
        : base("SCS", violations)
    {
        (_core, _requestReset) = (core, requestReset);
        AddConstant(0x004, "ICTR", 1);
        AddStorage(0x010, 3, "SYST");
        AddConstant(0x01C, "SYST_CALIB", 9000);
        foreach (var bank in new uint[] { 0x100, 0x180, 0x200, 0x280, 0x300 })
            AddStorage(bank, 2, "NVIC");
        AddStorage(0x400, 16, "NVIC_IPR");
        AddSystemControlBlock(shape.CpuId);
        AddConstant(0xF40, "MVFR0", shape.Floating.Mvfr0);
        AddConstant(0xF44, "MVFR1", shape.Floating.Mvfr1);
        AddDebug();
        if (shape.Model == CpuModel.CortexM33)
            AddConstant(0xFB8, "DAUTHSTATUS", NonSecureDebugAllowed);
        ComponentIds.Add(this, 0x04_001B_B000, ComponentIds.Generic);
    }

    private void AddSystemControlBlock(uint cpuId)
    {
        AddConstant(0xD00, "CPUID", cpuId);
        Add(0xD04, new Register("ICSR", 0, 0x1400_0000));
        Add(0xD08, new Register("VTOR", 0, 0) { OnRead = () => _core.VectorTable, OnWrite = value => Set(() => _core.VectorTable = value & 0x3FFF_FF80) });
        Add(0xD0C, new Register("AIRCR", ResetKeyRead, 0) { OnWrite = WriteReset });
        Add(0xD10, new Register("SCR", 0, 0x16));
        Add(0xD14, new Register("CCR", 0x200, 0x31B));
        AddStorage(0xD18, 3, "SHPR");
        Add(0xD24, new Register("SHCSR", 0, 0x7FFFF));
        Add(0xD28, new Register("CFSR", 0, 0)
        {
            AnySize = true, OnRead = () => _core.ConfigurableFaults, OnWrite = value => Set(() => _core.ConfigurableFaults &= ~value),
        });
        Add(0xD2C, new Register("HFSR", 0, 0) { OnRead = () => _core.HardFaults, OnWrite = value => Set(() => _core.HardFaults &= ~value) });
        Add(0xD30, new Register("DFSR", 0, 0) { OnRead = () => _core.DebugFaults, OnWrite = ClearDebugFaults });
        AddStorage(0xD34, 1, "MMFAR");
        Add(0xD38, new Register("BFAR", 0, 0) { OnRead = () => _core.BusFaultAddress, OnWrite = value => Set(() => _core.BusFaultAddress = value) });
        AddStorage(0xD3C, 1, "AFSR");
    }

    private void AddDebug()
    {
        Add(0xDF0, new Register("DHCSR", 0, 0) { OnRead = _core.ReadControl, OnWrite = _core.WriteControl });
        Add(0xDF4, new Register("DCRSR", 0, 0) { OnWrite = _core.Select });
        Add(0xDF8, new Register("DCRDR", 0, 0) { OnRead = () => _core.Data, OnWrite = WriteData });
        Add(0xDFC, new Register("DEMCR", 0, 0) { OnRead = () => _core.ExceptionAndMonitor, OnWrite = WriteMonitor });
    }

    private bool WriteReset(uint value)
    {
        if ((value & 0xFFFF_0000) != ResetKey)
            Violations.Add("AIRCR written without its key");
        else if ((value & SystemReset) != 0)
            _requestReset();
        else if ((value & VectorReset) != 0)
            ResetCoreAlone();
        return true;
    }

    private void ResetCoreAlone()
    {
        if (!_core.IsHalted)
            Violations.Add("VECTRESET while the core is not halted");
        _core.LocalReset();
    }

    private static bool Set(Action change)
    {
        change();
        return true;
    }

    private bool ClearDebugFaults(uint value)
    {
        _core.DebugFaults &= ~value;
        return true;
    }

    private bool WriteData(uint value)
    {
        _core.Data = value;
        return true;
    }

    private bool WriteMonitor(uint value)
    {
        _core.ExceptionAndMonitor = value & TraceAndCatchBits;
        return true;
    }
}
