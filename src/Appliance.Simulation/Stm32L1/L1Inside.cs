// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Chips;

namespace Appliance.Simulation.Stm32L1;

/// <summary>The inside of an STM32L1 or L0.</summary>
internal sealed class L1Inside : StandardInside
{
    private const uint Registers = 0x4002_3C00;
    private const uint L0Registers = 0x4002_2000;
    private const uint OptionArea = 0x1FF8_0000;
    private const int L1Page = 256;
    private const int L0Page = 128;
    private const ushort L1User = 0x0078;
    private const ushort L0User = 0x8070;
    private readonly uint _address;
    private readonly L1Options _options;
    private readonly L1Flash _flash;
    private readonly L1FlashRegisters _registers;

    public L1Inside(Stm32L1Part part, ChipSurroundings around)
        : base(part, part.Map, part.IsL0 ? L0Clocks(around.Context.Violations) : new L1Clocks(around.Context.Violations), around)
    {
        _address = part.IsL0 ? L0Registers : Registers;
        _options = new L1Options(around.Context.Violations, part.IsL0 ? L0User : L1User);
        _flash = new L1Flash(part.FlashBytes, part.IsL0 ? L0Page : L1Page, around.Context, _options);
        _registers = new L1FlashRegisters(_flash, _options, !part.IsL0, around.Reset, around.Context.Violations);
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
    protected override bool LoadsWhenAskedOnly => true;

    /// <inheritdoc/>
    protected override IBusSlave MainFlash => _flash;

    /// <inheritdoc/>
    protected override (uint Address, IBusSlave Registers) FlashInterface => (_address, _registers);

    /// <inheritdoc/>
    protected override int FlashWaitStates(long hertz) => _registers.WaitStates(hertz);

    private static L1Clocks L0Clocks(Violations violations) =>
        new(0x54, 0x0C, 2, new ResetFlags(0x50, 1u << 23, 1u << 26, 1u << 27, 1u << 28, 1u << 29), violations);
}
