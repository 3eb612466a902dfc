// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Cpu;
using Appliance.Simulation.Bus;

namespace Appliance.Simulation.Core;

/// <summary>Code that is executed, and the faults it runs into (ARMv7-M ARM, B1.5 and C1.6).</summary>
internal sealed partial class DebugCore
{
    private const uint BreakPoint = 1u << 1;
    private const uint CatchHardFault = 1u << 10;
    private const uint Forced = 1u << 30;
    private const uint DebugEvent = 1u << 31;
    private const uint VectorFault = 1u << 1;
    private const uint InstructionBusError = 1u << 8;
    private const uint PreciseBusError = 1u << 9;
    private const uint StackingError = 1u << 12;
    private const uint AddressValid = 1u << 15;
    private const uint UndefinedInstruction = 1u << 16;
    private const uint InvalidState = 1u << 17;
    private const uint UnalignedAccess = 1u << 24;
    private const uint ExceptionMask = 0x1FF;
    private const uint HardFault = 3;
    private const uint ReturnToThread = 0xFFFF_FFF9;
    private const uint LockupAddress = 0xFFFF_FFFE;
    private const int FrameBytes = 32;

    /// <summary>What executes; null for nothing.</summary>
    public Processor? Processor { get; private set; }

    /// <summary>VTOR.</summary>
    public uint VectorTable { get; set; }

    /// <summary>CFSR.</summary>
    public uint ConfigurableFaults { get; set; }

    /// <summary>HFSR.</summary>
    public uint HardFaults { get; set; }

    /// <summary>BFAR.</summary>
    public uint BusFaultAddress { get; set; }

    private SystemBus? Bus { get; set; }

    /// <summary>Gives the core something that executes.</summary>
    public void Attach(Processor processor, SystemBus bus)
    {
        (Processor, Bus) = (processor, bus);
        processor.Ended = OnEnded;
    }

    private void ResetFaults() => VectorTable = ConfigurableFaults = HardFaults = BusFaultAddress = 0;

    /// <summary>Whether the core is at code that is executed; it then runs.</summary>
    private bool StartCode()
    {
        if (Processor is not { } processor || !processor.CanExecute(_registers[ProgramCounter]))
            return false;
        processor.Start(_registers.AsSpan(0, 17));
        return true;
    }

    private void OnEnded(ProcessorFault end)
    {
        Processor!.Stop(_registers);
        var at = _registers[ProgramCounter];
        if (end.Stop == CpuStop.Breakpoint)
            Break();
        else if (end.BusAddress is { } address)
            RaiseHardFault(PreciseBusError | AddressValid, Forced, address);
        else if (end.Stop == CpuStop.FetchFault)
            LeaveRam(at);
        else if (end.Stop == CpuStop.Unaligned)
            RaiseHardFault(UnalignedAccess, Forced);
        else
            RaiseHardFault((at & 1) == 0 && end.Stop == CpuStop.Undefined ? UndefinedInstruction : InvalidState, Forced);
    }

    private void Break()
    {
        if ((_control & DebugEnable) != 0)
            EnterDebug(BreakPoint);
        else
            RaiseHardFault(0, DebugEvent);
    }

    /// <summary>A branch out of RAM: into firmware, which then only runs, into erased flash, or to where nothing is.</summary>
    private void LeaveRam(uint at)
    {
        if (at >= SystemBus.PrivateBase || !Bus!.TryRead(at & ~1u, 2, BusMaster.Core, out var code))
            RaiseHardFault(InstructionBusError, Forced);
        else if (code is 0xFFFF or 0)
            RaiseHardFault(UndefinedInstruction, Forced);
    }

    /// <summary>Exception entry: the frame is stacked, the handler is fetched, and the debugger may catch it there. A fault in the handler locks up.</summary>
    private void RaiseHardFault(uint configurable, uint hard, uint? address = null)
    {
        ConfigurableFaults |= configurable;
        HardFaults |= hard;
        BusFaultAddress = address ?? BusFaultAddress;
        if ((_registers[Status] & ExceptionMask) is 2 or HardFault || !PushFrame())
        {
            LockUp();
            return;
        }

        _registers[14] = ReturnToThread;
        _registers[Status] = (_registers[Status] & ~ExceptionMask) | HardFault;
        if (!Bus!.TryRead(VectorTable + (4 * HardFault), 4, BusMaster.Core, out var handler))
            HardFaults |= VectorFault;
        _registers[ProgramCounter] = handler & ~1u;
        if ((_control & DebugEnable) != 0 && (ExceptionAndMonitor & CatchHardFault) != 0)
            EnterDebug(BreakVectorCatch);
        else if ((HardFaults & VectorFault) != 0 || (handler & 1) == 0 || handler >= 0xF000_0000)
            LockUp();
        else if (!StartCode())
            LeaveRam(handler);
    }

    private bool PushFrame()
    {
        var stack = (_registers[13] - FrameBytes) & ~7u;
        ReadOnlySpan<int> order = [0, 1, 2, 3, 12, 14, ProgramCounter, Status];
        for (var i = 0; i < order.Length; i++)
        {
            if (Bus!.TryWrite(stack + ((uint)i * 4), 4, BusMaster.Core, _registers[order[i]]))
                continue;
            ConfigurableFaults |= StackingError;
            return false;
        }

        _registers[13] = _registers[MainStack] = stack;
        return true;
    }

    private void LockUp()
    {
        IsLockedUp = true;
        _registers[ProgramCounter] = LockupAddress;
    }
}
