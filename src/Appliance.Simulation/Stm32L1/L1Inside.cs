// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Chips;

namespace Appliance.Simulation.Stm32L1;

/// <summary>The inside of an STM32L1.</summary>
internal sealed class L1Inside : StandardInside
{
    private const uint Registers = 0x4002_3C00;
    private const uint OptionArea = 0x1FF8_0000;
    private readonly L1Options _options;
    private readonly L1Flash _flash;
    private readonly L1FlashRegisters _registers;

    public L1Inside(Stm32L1Part part, ChipSurroundings around)
        : base(part, part.Map, new L1Clocks(around.Context.Violations), around)
    {
        _options = new L1Options(around.Context.Violations);
        _flash = new L1Flash(part.FlashBytes, around.Context, _options);
        _registers = new L1FlashRegisters(_flash, _options, around.Reset, around.Context.Violations);
    }

    /// <inheritdoc/>
    public override FlashCells Cells => _flash.Cells;

    /// <inheritdoc/>
    public override void Map(SystemBus bus)
    {
        bus.Map(OptionArea, L1Options.Bytes, _options);
        base.Map(bus);
    }

    /// <inheritdoc/>
    public override Action? Programmed
    {
        set => _flash.Programmed = value;
    }

    /// <inheritdoc/>
    protected override IOptionBytes Options => _options;

    /// <inheritdoc/>
    protected override IBusSlave MainFlash => _flash;

    /// <inheritdoc/>
    protected override (uint Address, IBusSlave Registers) FlashInterface => (Registers, _registers);

    /// <inheritdoc/>
    protected override int FlashWaitStates(long hertz) => _registers.WaitStates(hertz);
}
