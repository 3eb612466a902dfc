// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Chips;
using Appliance.Simulation.Fus;

namespace Appliance.Simulation.Units;

/// <summary>The inside of a chip whose flash controllers program units.</summary>
internal sealed class UnitInside : StandardInside
{
    private readonly UnitPart _part;
    private readonly UnitFlash _flash;
    private readonly UnitRegisterBlock _registers;
    private readonly Violations _violations;

    public UnitInside(UnitPart part, ChipSurroundings around)
        : base(part, part.Map, part.Clocks(around.Context.Violations), around)
    {
        (_part, _violations) = (part, around.Context.Violations);
        OptionRegisters = new UnitOptions(part.Interface.Options, around.Context.Violations);
        _flash = new UnitFlash(part, around.Context, OptionRegisters);
        _registers = new UnitRegisterBlock(_flash, part.Interface, around.Reset);
        External = part.External?.Make(around.Context, Clocks);
        if (part.Coprocessor is { } shape)
            Coprocessor = new Coprocessor(shape, around, _flash, OptionRegisters);
    }

    /// <inheritdoc/>
    public override Coprocessor? Coprocessor { get; }

    /// <inheritdoc/>
    public override SerialMemory.SerialController? External { get; }

    /// <summary>The option registers, for a coprocessor that changes its own.</summary>
    public UnitOptions OptionRegisters { get; }

    /// <inheritdoc/>
    public override FlashCells Cells => _flash.Cells;

    /// <inheritdoc/>
    public override Action? Programmed
    {
        set => _flash.Programmed = value;
    }

    /// <inheritdoc/>
    public override void Map(SystemBus bus)
    {
        base.Map(bus);
        if (External is { } controller)
            _part.External!.Map(bus, controller, _violations);
        Coprocessor?.Map(bus);
    }

    /// <inheritdoc/>
    public override void Flag(ResetCause cause)
    {
        base.Flag(cause);
        Coprocessor?.EnterReset(cause);
    }

    /// <inheritdoc/>
    public override void PowerOnReset()
    {
        base.PowerOnReset();
        External?.Memory.PowerOn();
    }

    /// <inheritdoc/>
    public override void LeaveReset()
    {
        base.LeaveReset();
        Coprocessor?.LeaveReset();
    }

    /// <inheritdoc/>
    protected override IOptionBytes Options => OptionRegisters;

    /// <inheritdoc/>
    protected override bool LoadsWhenAskedOnly => _part.Interface.OptionLaunch != 0;

    /// <inheritdoc/>
    protected override IBusSlave MainFlash => _flash;

    /// <inheritdoc/>
    protected override (uint Address, IBusSlave Registers) FlashInterface => (_part.Interface.Address, _registers);

    /// <inheritdoc/>
    protected override int FlashWaitStates(long hertz) => _registers.WaitStates(hertz);
}
