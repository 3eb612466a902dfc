// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Chips;

namespace Appliance.Simulation.SerialMemory;

/// <summary>A serial memory on a board, and how the chip reaches it, as data. Pins are storage: which of them leads where is not looked at.</summary>
/// <param name="Part">The memory.</param>
/// <param name="Controller">Makes its controller.</param>
/// <param name="Registers">Where that is.</param>
/// <param name="Window">Where the memory is mapped.</param>
/// <param name="Clock">Offset in RCC, and bit, that switch its clock on.</param>
/// <param name="Ports">Where the ports begin.</param>
internal sealed record MemoryFit(
    NorPart Part, Func<NorFlash, ChipContext, Func<long>, Func<bool>, SerialController> Controller, uint Registers, uint Window, (uint Offset, int Bit) Clock, uint Ports)
{
    /// <summary>Where the manager of its pins is; 0 for none.</summary>
    public uint PinManager { get; init; }

    private const uint WindowBytes = 0x1000_0000;
    private const int PortCount = 11;
    private const uint PortBytes = 0x400;

    /// <summary>Makes memory and controller.</summary>
    public SerialController Make(ChipContext context, ClockTree clocks) => Controller(
        new NorFlash(Part, context), context, () => clocks.HclkPeriod,
        () => clocks.TryRead(new BusAccess(Clock.Offset, 4, BusMaster.Core), out var enabled) && (enabled >> Clock.Bit & 1) != 0);

    /// <summary>Puts all of it on the bus.</summary>
    public void Map(SystemBus bus, SerialController controller, Violations violations)
    {
        bus.Map(Registers, PortBytes, controller);
        bus.Map(Window, WindowBytes, new MappedWindow(controller));
        if (PinManager != 0)
        {
            var manager = new RegisterBlock("OCTOSPIM", violations);
            manager.AddStorage(0, 3, "CR");
            bus.Map(PinManager, PortBytes, manager);
        }

        for (var port = 0u; port < PortCount; port++)
        {
            var registers = new RegisterBlock($"GPIO{(char)('A' + port)}", violations);
            registers.AddStorage(0, 10, "R");
            bus.Map(Ports + (port * PortBytes), PortBytes, registers);
        }
    }
}
