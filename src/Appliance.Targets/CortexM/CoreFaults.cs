// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Targets.CortexM;

/// <summary>What a core that ran code of ours says of how it ended.</summary>
/// <param name="Pc">Where it stands.</param>
/// <param name="Lr">Link register.</param>
/// <param name="Sp">Stack pointer.</param>
/// <param name="Exception">Number of the exception it is in; 3 is HardFault.</param>
/// <param name="FaultPc">The instruction that faulted, as the exception frame says it; null outside HardFault or where the frame is unreadable.</param>
/// <param name="Cfsr">Configurable faults, 0 on a core without (ARM DDI 0403, B3.2.15).</param>
/// <param name="Hfsr">HardFault status (B3.2.16).</param>
/// <param name="Bfar">Address of a precise bus error, where CFSR says it is valid.</param>
public sealed record CoreFaults(uint Pc, uint Lr, uint Sp, int Exception, uint? FaultPc, uint Cfsr, uint Hfsr, uint? Bfar)
{
    private const uint HardFaultStatus = 0xE000_ED2C;
    private const uint ConfigurableFaultStatus = 0xE000_ED28;
    private const uint BusFaultAddress = 0xE000_ED38;
    private const uint BusFaultAddressValid = 1u << 15;
    private const uint FramePc = 24;

    /// <summary>Number of the HardFault exception.</summary>
    public const int HardFault = 3;

    /// <summary>Reads all of it from a halted core.</summary>
    public static CoreFaults Read(CortexMCore core)
    {
        var (pc, lr, sp) = (core.ReadRegister(CoreRegister.Pc), core.ReadRegister(CoreRegister.Lr), core.ReadRegister(CoreRegister.Sp));
        var exception = (int)(core.ReadRegister(CoreRegister.Xpsr) & 0x1FF);
        var cfsr = core.Cpuid.HasFaultRegisters ? core.Memory.ReadWord(ConfigurableFaultStatus) : 0;
        var hfsr = core.Cpuid.HasFaultRegisters ? core.Memory.ReadWord(HardFaultStatus) : 0;
        uint? bfar = (cfsr & BusFaultAddressValid) != 0 ? core.Memory.ReadWord(BusFaultAddress) : null;
        return new CoreFaults(pc, lr, sp, exception, exception == HardFault ? Stacked(core, sp) : null, cfsr, hfsr, bfar);
    }

    /// <summary>In one line, for messages and records.</summary>
    public override string ToString() =>
        $"PC 0x{Pc:x8}, LR 0x{Lr:x8}, SP 0x{Sp:x8}, exception {Exception}"
        + (FaultPc is { } at ? $", faulted at 0x{at:x8}" : "")
        + (Cfsr != 0 || Hfsr != 0 ? $", CFSR 0x{Cfsr:x8}, HFSR 0x{Hfsr:x8}" : "")
        + (Bfar is { } bus ? $", BFAR 0x{bus:x8}" : "");

    private static uint? Stacked(CortexMCore core, uint sp)
    {
        try
        {
            return core.Memory.ReadWord((sp & ~3u) + FramePc);
        }
        catch (TargetException e) when (e.Fault == TargetFault.MemoryFault)
        {
            return null; // A wild stack pointer; the other registers still tell something.
        }
    }
}
