// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Units;

/// <summary>The flash interface registers: access control, controllers, options.</summary>
internal sealed class UnitRegisterBlock : RegisterBlock
{
    private const uint ControlLock = 1u << 0;
    private const uint ControlStart = 1u << 1;
    private readonly UnitFlash _flash;
    private readonly UnitInterface _interface;
    private readonly Register _access;
    private readonly Action<ResetCause> _reset;

    public UnitRegisterBlock(UnitFlash flash, UnitInterface shape, Action<ResetCause> reset)
        : base("FLASH", flash.Context.Violations)
    {
        (_flash, _interface, _reset) = (flash, shape, reset);
        _access = Add(0x00, new Register("ACR", shape.AccessReset, shape.AccessBits));
        for (var i = 0; i < flash.Controllers.Count; i++)
            AddController((uint)i * shape.ControllerStride, flash.Controllers[i]);
        Add(shape.OptionKey, new Register("OPTKEYR", 0, 0) { OnWrite = flash.Options.WriteKey });
        for (var i = 0; i < flash.Options.Count; i++)
            AddOption(i);
        if (shape.OptionControl is { } control)
            Add(control, new Register("OPTCR", 0, 0) { OnRead = ReadOptionControl, OnWrite = WriteOptionControl });
        if (shape.Ecc is { } ecc)
            Add(ecc, new Register("ECCR", 0, 0) { OnRead = () => flash.EccStatus, OnWrite = value => flash.ClearEcc(value) });
        foreach (var (offset, name) in shape.Others)
            AddConstant(offset, name, 0);
    }

    /// <summary>Wait states of a read (ACR.LATENCY); too few for the clock are a violation.</summary>
    public int WaitStates(long hertz)
    {
        var states = (int)(_access.Value & _interface.LatencyMask);
        if (hertz > (states + 1) * _interface.HertzPerWaitState)
            Violations.Add($"flash read at {hertz} Hz with {states} wait states");
        return states;
    }

    private void AddController(uint at, UnitController controller)
    {
        var shape = _flash.Shape;
        Add(at + shape.Keyr, new Register("KEYR", 0, 0) { OnWrite = controller.WriteKey });
        Func<uint, bool>? clears = shape.Clear == shape.Status ? controller.ClearFlags : null;
        Add(at + shape.Status, new Register("SR", 0, 0) { OnRead = () => controller.Status | (_flash.Options.LoadedWithError ? _interface.OptionError : 0), OnWrite = clears ?? (_ => false) });
        if (shape.Clear != shape.Status)
            Add(at + shape.Clear, new Register("CCR", 0, 0) { OnWrite = controller.ClearFlags });
        Add(at + shape.Control, new Register("CR", 0, 0) { OnRead = () => ReadControl(controller), OnWrite = value => WriteControl(controller, value) });
    }

    /// <summary>A register that shows what was loaded and takes what is to be stored; two registers where a twin takes it; or one that is the control of the options too.</summary>
    private void AddOption(int index)
    {
        var (register, options) = (_interface.Options.Registers[index], _flash.Options);
        if (register.Twin is { } twin)
        {
            Add(register.Offset, new Register(register.Name, 0, 0) { OnRead = () => options.Read(index) | (index == 0 ? OptionsBusy : 0), OnWrite = _ => false });
            Add(twin, new Register($"{register.Name} to be stored", 0, 0) { OnRead = () => options.ReadStaged(index), OnWrite = value => options.Write(index, value) });
        }
        else if (_interface.OptionControl != register.Offset)
        {
            Add(register.Offset, new Register(register.Name, 0, 0) { OnRead = () => options.Read(index), OnWrite = value => options.Write(index, value) });
        }
    }

    private uint OptionsBusy => _flash.Controllers[0].IsBusy ? 1u : 0;

    /// <summary>The register with OPTLOCK and OPTSTRT; in layout B the first options are in it too.</summary>
    private uint ReadOptionControl()
    {
        var own = _flash.Options.IsLocked ? ControlLock : 0;
        return IsFirstOption ? own | (_flash.Options.ReadStaged(0) & ~(ControlLock | ControlStart)) : own;
    }

    private bool WriteOptionControl(uint value)
    {
        if (_flash.Options.IsLocked)
        {
            if ((value & ControlLock) == 0 || (value & ControlStart) != 0)
                Violations.Add("FLASH: OPTCR written while locked");
            return true;
        }

        if (IsFirstOption)
            _flash.Options.Write(0, value);
        if ((value & ControlStart) != 0)
            Begin(_flash.Controllers[0], () => { if (!IsFirstOption) _flash.Options.Load(); });
        else if ((value & ControlLock) != 0)
            _flash.Options.Lock();
        return true;
    }

    private bool IsFirstOption => _interface.Options.Registers[0].Offset == _interface.OptionControl;

    private uint ReadControl(UnitController controller) => controller.Control | (_flash.Options.IsLocked ? _interface.OptionLock : 0);

    /// <summary>The option bits of the control register have locks of their own; the rest is the controller's.</summary>
    private bool WriteControl(UnitController controller, uint value)
    {
        const uint none = 0;
        var options = value & (_interface.OptionStart | _interface.OptionLaunch);
        if (options != none)
            return ChangeOptions(controller, options);
        if ((value & (_interface.OptionLock | _flash.Shape.Lock)) != 0)
            _flash.Options.Lock();
        if ((controller.Control & _flash.Shape.Lock) != 0 && value != 0 && (value & ~(_interface.OptionLock | _flash.Shape.Lock)) == 0)
            return true;
        return (value & ~_interface.OptionLock) == 0 && (value & _interface.OptionLock) != 0 || controller.WriteControl(value & ~_interface.OptionLock);
    }

    private bool ChangeOptions(UnitController controller, uint what)
    {
        if (_flash.Options.IsLocked || controller.IsBusy || (controller.Control & _flash.Shape.Lock) != 0)
            Violations.Add("FLASH: options started or launched while locked or busy");
        else if ((what & _interface.OptionStart) != 0)
            Begin(controller, null);
        else
            _reset(ResetCause.OptionLoad);
        return true;
    }

    /// <summary>Options are stored; on the way from level 1 to level 0 main flash is erased before.</summary>
    private void Begin(UnitController controller, Action? loaded)
    {
        if (controller.IsBusy)
        {
            Violations.Add("FLASH: options started while busy");
            return;
        }

        var time = _flash.Context.Draw(BusyKind.Options, _interface.OptionTime);
        if (_flash.Options.Opens && _flash.Options.Level != 2)
            time += _flash.EraseForUnprotect();
        controller.Begin(time, -1, _flash.Options.Tear, () =>
        {
            _flash.Options.Store();
            loaded?.Invoke();
        });
    }
}

/// <summary>What is beside the controllers in the flash interface.</summary>
internal sealed record UnitInterface
{
    /// <summary>Where it is.</summary>
    public required uint Address { get; init; }

    /// <summary>ACR after reset.</summary>
    public required uint AccessReset { get; init; }

    /// <summary>Bits of ACR that can be written.</summary>
    public required uint AccessBits { get; init; }

    /// <summary>LATENCY.</summary>
    public required uint LatencyMask { get; init; }

    /// <summary>The fastest clock without a wait state, and with each more so much more.</summary>
    public required long HertzPerWaitState { get; init; }

    /// <summary>Bytes between the registers of two controllers.</summary>
    public uint ControllerStride { get; init; }

    /// <summary>OPTKEYR.</summary>
    public required uint OptionKey { get; init; }

    /// <summary>OPTLOCK, OPTSTRT and OBL_LAUNCH in the control register; 0 where they are elsewhere and not modelled.</summary>
    public uint OptionLock { get; init; }

    /// <summary>See <see cref="OptionLock"/>.</summary>
    public uint OptionStart { get; init; }

    /// <summary>See <see cref="OptionLock"/>.</summary>
    public uint OptionLaunch { get; init; }

    /// <summary>The register with a lock and a start bit for the options alone; null where they are in the control register.</summary>
    public uint? OptionControl { get; init; }

    /// <summary>OPTVERR in the status register; 0 where there is none.</summary>
    public uint OptionError { get; init; }

    /// <summary>Time it takes to store options.</summary>
    public BusyRange OptionTime { get; init; }

    /// <summary>The option registers.</summary>
    public required UnitOptionShape Options { get; init; }

    /// <summary>The register of ECC errors; null where it is not modelled.</summary>
    public uint? Ecc { get; init; }

    /// <summary>Registers that are there and read 0.</summary>
    public IReadOnlyList<(uint Offset, string Name)> Others { get; init; } = [];
}
