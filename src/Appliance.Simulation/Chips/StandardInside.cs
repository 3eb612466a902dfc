// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;

namespace Appliance.Simulation.Chips;

/// <summary>The inside of every family after the F1: the same parts at other addresses. A family gives its flash, options and clocks.</summary>
internal abstract class StandardInside : ChipInside
{
    private const uint Flash = 0x0800_0000;
    private const int SystemBytes = 2048;
    private const int IdWord = 4;

    private readonly ChipPart _part;
    private readonly PartMap _map;
    private readonly ClockTree _clocks;
    private readonly DbgMcu _dbgMcu;
    private readonly Iwdg _iwdg;
    private readonly Memory _system = new(new byte[SystemBytes], false);
    private bool _loads = true;

    /// <param name="part">The part.</param>
    /// <param name="map">Where its peripherals are.</param>
    /// <param name="clocks">Its clocks.</param>
    /// <param name="around">The rest of the chip.</param>
    protected StandardInside(ChipPart part, PartMap map, ClockTree clocks, ChipSurroundings around)
    {
        (_part, _map, _clocks) = (part, map, clocks);
        var context = around.Context;
        _dbgMcu = new DbgMcu(part.DevId, part.RevId, map.Freeze, context.Violations);
        _iwdg = new Iwdg(context.Agenda, around.Core, _dbgMcu, context.Violations) { Expired = () => around.Reset(ResetCause.Watchdog) };
        SetFlashSize((ushort)part.FlashKib);
        foreach (var offset in map.UniqueIdWords)
            Memory.Put(_system.Bytes, map.UniqueId - map.System + offset, IdWord, (uint)context.Dice.Next());
    }

    /// <inheritdoc/>
    public override byte[] OptionBytes => Options.Stored;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> LoadedOptionBytes => Options.Loaded;

    /// <inheritdoc/>
    public override bool ReadProtected => Options.ReadProtected;

    /// <inheritdoc/>
    public override byte[] UniqueId =>
        [.. _map.UniqueIdWords.SelectMany(offset => _system.Bytes.AsSpan((int)(_map.UniqueId - _map.System + offset), IdWord).ToArray())];

    /// <inheritdoc/>
    public override long HclkHertz => _clocks.HclkHertz;

    /// <inheritdoc/>
    public override long HclkPeriod => _clocks.HclkPeriod;

    /// <inheritdoc/>
    public override uint WatchdogKey => _map.Iwdg;

    /// <summary>Reset and clock control.</summary>
    protected ClockTree Clocks => _clocks;

    /// <summary>The option bytes.</summary>
    protected abstract IOptionBytes Options { get; }

    /// <summary>Whether option bytes are loaded when power comes and when software asks for it (OBL_LAUNCH), but at no other reset.</summary>
    protected abstract bool LoadsWhenAskedOnly { get; }

    /// <summary>Main flash.</summary>
    protected abstract IBusSlave MainFlash { get; }

    /// <summary>The flash interface registers, where they are, and the wait states they give.</summary>
    protected abstract (uint Address, IBusSlave Registers) FlashInterface { get; }

    /// <inheritdoc/>
    public override int WaitStates(uint address) => address - Flash < (uint)_part.FlashBytes ? FlashWaitStates(_clocks.HclkHertz) : 0;

    /// <inheritdoc/>
    public override void Map(SystemBus bus)
    {
        bus.Map(Flash, (uint)_part.FlashBytes, MainFlash);
        bus.Map(FlashInterface.Address, 0x400, FlashInterface.Registers);
        bus.Map(_map.DbgMcu, 0x400, _dbgMcu);
        bus.Map(0, (uint)_part.FlashBytes, MainFlash);
        bus.Map(_map.System, SystemBytes, _system);
        bus.Map(_map.Rcc, _clocks.Size, _clocks);
        bus.Map(_map.Iwdg, 0x400, _iwdg);
    }

    /// <inheritdoc/>
    public override void Flag(ResetCause cause)
    {
        _clocks.Flag(cause);
        _loads |= cause is ResetCause.PowerOn or ResetCause.OptionLoad || !LoadsWhenAskedOnly;
    }

    /// <inheritdoc/>
    public override void LeaveReset()
    {
        if (_loads || Options.WasBrokenOff)
            Options.Load();
        _loads = false;
        if (Options.HardwareWatchdog)
            _iwdg.Start();
    }

    /// <inheritdoc/>
    public override void PowerOnReset()
    {
        _dbgMcu.PowerOnReset();
        _loads = true;
    }

    /// <inheritdoc/>
    public override void Protect(bool forEver = false)
    {
        Options.Protect(forEver);
        _loads = true;
    }

    /// <inheritdoc/>
    public override bool IsSealed => Options.Level == 2;

    /// <inheritdoc/>
    public override void ProtectFirstSector()
    {
        Options.ProtectFirstSector();
        _loads = true;
    }

    /// <inheritdoc/>
    public override void SpoilOptions()
    {
        Options.Spoil(0);
        _loads = true;
    }

    /// <inheritdoc/>
    public override void StartWatchdogAtReset()
    {
        Options.StartWatchdog();
        _loads = true;
    }

    /// <inheritdoc/>
    public override void SetFlashSize(ushort kib) => Memory.Put(_system.Bytes, _map.FlashSize - _map.System, 2, kib);

    /// <summary>Wait states of a read of flash at a clock.</summary>
    protected abstract int FlashWaitStates(long hertz);
}

/// <summary>What a chip sees of its option bytes.</summary>
internal interface IOptionBytes
{
    /// <summary>As stored.</summary>
    byte[] Stored { get; }

    /// <summary>As stored when they were loaded last.</summary>
    ReadOnlySpan<byte> Loaded { get; }

    /// <summary>Whether a debugger is kept out of main flash, as loaded.</summary>
    bool ReadProtected { get; }

    /// <summary>Whether the independent watchdog starts at reset, as loaded.</summary>
    bool HardwareWatchdog { get; }

    /// <summary>What is stored is loaded.</summary>
    void Load();

    /// <summary>Whether a reset came while options were being stored, which then loads what is there (RM0444 section 3.4.2).</summary>
    bool WasBrokenOff => false;

    /// <summary>The protection level as loaded: 0, 1 or 2.</summary>
    int Level { get; }

    /// <summary>Stores protection level 1, or 2.</summary>
    void Protect(bool forEver);

    /// <summary>Stores options that protect the first sector from being changed.</summary>
    void ProtectFirstSector();

    /// <summary>Makes an option word differ from its complement; 0 is that of the protection level.</summary>
    void Spoil(int index);

    /// <summary>Stores the option that starts the watchdog at reset.</summary>
    void StartWatchdog();
}

/// <summary>Addresses of a family.</summary>
/// <param name="Rcc">RCC.</param>
/// <param name="DbgMcu">DBGMCU.</param>
/// <param name="Freeze">Offset in DBGMCU, and bit, that freeze the independent watchdog.</param>
/// <param name="Iwdg">IWDG.</param>
/// <param name="FlashSize">The flash-size half-word.</param>
/// <param name="UniqueId">The unique id.</param>
/// <param name="System">First address of the block that size and id are in; 2 KiB of it are modelled.</param>
internal sealed record PartMap(uint Rcc, uint DbgMcu, (uint Offset, uint Bit) Freeze, uint Iwdg, uint FlashSize, uint UniqueId, uint System)
{
    /// <summary>Where the words of the unique id are, from its address on.</summary>
    public IReadOnlyList<uint> UniqueIdWords { get; init; } = [0, 4, 8];
}
