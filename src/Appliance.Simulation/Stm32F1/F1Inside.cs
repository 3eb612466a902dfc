// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Chips;

namespace Appliance.Simulation.Stm32F1;

/// <summary>The inside of an STM32F1, or of an F0 or F3, whose flash is of the same kind.</summary>
internal sealed class F1Inside : ChipInside
{
    private const int User = 2;
    private const int FirstWriteProtection = 8;
    private const byte HardwareWatchdog = 0xFE;
    private readonly Stm32F1Part _part;
    private readonly F1Flash _flash;
    private readonly F1FlashRegisters _registers;
    private readonly InformationBlock _information;
    private readonly Rcc _rcc;
    private readonly DbgMcu _dbgMcu;
    private readonly Iwdg _iwdg;
    private bool _loads = true;

    public F1Inside(Stm32F1Part part, ChipSurroundings around)
    {
        _part = part;
        var context = around.Context;
        _flash = new F1Flash(context, part) { LosesHeldWrites = around.Options.LosesHeldWrites };
        _information = new InformationBlock(part, _flash, context.Dice);
        _rcc = new Rcc(context.Violations) { FastestClock = part.FastestClock };
        _registers = new F1FlashRegisters(_flash, part.IsLater ? () => around.Reset(ResetCause.OptionLoad) : null, context.Violations);
        _flash.HsiRuns = () => _rcc.HsiRuns;
        _dbgMcu = new DbgMcu(part.DevId, part.RevId, part.Freeze, context.Violations);
        _iwdg = new Iwdg(context.Agenda, around.Core, _dbgMcu, context.Violations) { Expired = () => around.Reset(ResetCause.Watchdog) };
    }

    /// <summary>Flash with its controller's options and times, for the boot loader in ROM.</summary>
    public F1Flash FlashController => _flash;

    /// <summary>The ROM with the factory's words.</summary>
    public InformationBlock Information => _information;

    /// <inheritdoc/>
    public override FlashCells Cells => _flash.Cells;

    /// <inheritdoc/>
    public override byte[] OptionBytes => _flash.Options.Bytes;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> LoadedOptionBytes => _flash.Options.Loaded;

    /// <inheritdoc/>
    public override bool ReadProtected => _flash.Options.ReadProtected;

    /// <inheritdoc/>
    public override byte[] UniqueId => _information.UniqueId;

    /// <inheritdoc/>
    public override long HclkHertz => _rcc.HclkHertz;

    /// <inheritdoc/>
    public override long HclkPeriod => _rcc.HclkPeriod;

    /// <inheritdoc/>
    public override uint WatchdogKey => Stm32F1Map.Iwdg;

    /// <inheritdoc/>
    public override Action? Programmed
    {
        set => _flash.Programmed = value;
    }

    /// <inheritdoc/>
    public override int WaitStates(uint address) =>
        address - Stm32F1Map.Flash < (uint)_part.FlashBytes ? _registers.WaitStates(_rcc.SystemClock) : 0;

    /// <inheritdoc/>
    public override void Map(SystemBus bus)
    {
        bus.Map(Stm32F1Map.Flash, (uint)_part.FlashBytes, _flash);
        bus.Map(Stm32F1Map.FlashRegisters, 0x60, _registers);
        bus.Map(_part.DbgMcu, 0x400, _dbgMcu);
        bus.Map(Stm32F1Map.BootAlias, (uint)_part.FlashBytes, _flash);
        bus.Map(_part.SystemMemory, (uint)_information.Bytes.Length, _information);
        bus.Map(Stm32F1Map.OptionBytes, 16, _flash.Options);
        bus.Map(Stm32F1Map.Rcc, 0x400, _rcc);
        bus.Map(Stm32F1Map.Iwdg, 0x400, _iwdg);
    }

    /// <inheritdoc/>
    public override void Flag(ResetCause cause)
    {
        _rcc.Flag(cause);
        _loads |= cause is ResetCause.PowerOn or ResetCause.OptionLoad || !_part.LoadsWhenAskedOnly;
    }

    /// <inheritdoc/>
    public override void LeaveReset()
    {
        if (_loads)
            _flash.Options.Load();
        _loads = false;
        if (_flash.Options.HardwareWatchdog)
            _iwdg.Start();
    }

    /// <inheritdoc/>
    public override void PowerOnReset()
    {
        _dbgMcu.PowerOnReset();
        _loads = true;
    }

    /// <inheritdoc/>
    public override void Protect(bool forEver = false) => Set(0, forEver && _part.IsLater ? F1Options.Sealed : (byte)0x00);

    /// <inheritdoc/>
    public override bool IsSealed => _flash.Options.Level == 2;

    /// <inheritdoc/>
    public override void ProtectFirstSector() => Set(FirstWriteProtection, 0xFE);

    /// <inheritdoc/>
    public override void SpoilOptions()
    {
        _flash.Options.Bytes[1] ^= 1;
        _loads = true;
    }

    /// <inheritdoc/>
    public override void StartWatchdogAtReset() => Set(User, HardwareWatchdog);

    /// <inheritdoc/>
    public override void SetFlashSize(ushort kib) => _information.SetWord(_part.FlashSize, kib);

    private void Set(int offset, byte value)
    {
        _flash.Options.Set(offset, value);
        _loads = true;
    }
}
