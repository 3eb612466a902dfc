// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;

namespace Appliance.Simulation.Chips;

/// <summary>All that is in a chip beside core, RAM and debug port: flash and its controller, options, clocks, identity, watchdog.</summary>
internal abstract class ChipInside
{
    /// <summary>Cells of the main flash.</summary>
    public abstract FlashCells Cells { get; }

    /// <summary>The option bytes as stored.</summary>
    public abstract byte[] OptionBytes { get; }

    /// <summary>The option bytes as they were stored when they were loaded last.</summary>
    public abstract ReadOnlySpan<byte> LoadedOptionBytes { get; }

    /// <summary>Whether a debugger is kept out of the main flash, as loaded last.</summary>
    public abstract bool ReadProtected { get; }

    /// <summary>The unique id, from the lowest address up.</summary>
    public abstract byte[] UniqueId { get; }

    /// <summary>HCLK in hertz.</summary>
    public abstract long HclkHertz { get; }

    /// <summary>Picoseconds of a cycle of HCLK.</summary>
    public abstract long HclkPeriod { get; }

    /// <summary>IWDG_KR.</summary>
    public abstract uint WatchdogKey { get; }

    /// <summary>Called after each unit of main flash has begun to be programmed.</summary>
    public abstract Action? Programmed { set; }

    /// <summary>The coprocessor; null where there is none.</summary>
    public virtual Fus.Coprocessor? Coprocessor => null;

    /// <summary>The controller of a serial memory on the board; null where there is none.</summary>
    public virtual SerialMemory.SerialController? External => null;

    /// <summary>Cycles a load from an address takes longer.</summary>
    public abstract int WaitStates(uint address);

    /// <summary>Puts everything on the bus, after RAM and core.</summary>
    public abstract void Map(SystemBus bus);

    /// <summary>Notes why there was a reset.</summary>
    public abstract void Flag(ResetCause cause);

    /// <summary>System reset ends: options are loaded where this reset does it, a hardware watchdog starts.</summary>
    public abstract void LeaveReset();

    /// <summary>Power came.</summary>
    public abstract void PowerOnReset();

    /// <summary>Whether the debug port is dead for ever, as loaded last.</summary>
    public virtual bool IsSealed => false;

    /// <summary>The factory or a customer has switched read protection on, as the next reset shows; for ever where the family has a level 2.</summary>
    public abstract void Protect(bool forEver = false);

    /// <summary>The first sector is protected from being changed, from the next reset on.</summary>
    public abstract void ProtectFirstSector();

    /// <summary>The option with the protection level differs from its complement, from the next reset on.</summary>
    public abstract void SpoilOptions();

    /// <summary>The option is set that starts the watchdog at reset, from the next one on.</summary>
    public abstract void StartWatchdogAtReset();

    /// <summary>Stores another flash-size word.</summary>
    public abstract void SetFlashSize(ushort kib);
}
