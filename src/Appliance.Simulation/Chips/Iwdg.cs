// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Core;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Chips;

/// <summary>
/// The independent watchdog (RM0008, section 19): once started only a reset stops it. Firmware feeds it; code in RAM must
/// feed it itself; a halted core does not, unless DBGMCU freezes it. Looked at every millisecond, which is fine beside its 400 ms.
/// </summary>
internal sealed class Iwdg : RegisterBlock
{
    private const uint Unlock = 0x5555;
    private const uint Feed = 0xAAAA;
    private const uint Begin = 0xCCCC;
    private const long LookEvery = 1000 * VirtualTime.PerMicrosecond;
    private const long LsiPeriod = 25 * VirtualTime.PerMicrosecond;

    private readonly Register _prescaler = new("PR", 0, 7);
    private readonly Register _reload = new("RLR", 0xFFF, 0xFFF);
    private readonly Agenda _agenda;
    private readonly AgendaEntry _look;
    private readonly DebugCore _core;
    private readonly DbgMcu _debug;
    private bool _running;
    private bool _unlocked;
    private long _left;

    public Iwdg(Agenda agenda, DebugCore core, DbgMcu debug, Violations violations)
        : base("IWDG", violations)
    {
        (_agenda, _core, _debug) = (agenda, core, debug);
        _look = agenda.Add(Look);
        Add(0x00, new Register("KR", 0, 0) { OnWrite = WriteKey });
        Add(0x04, new Register("PR", 0, 0) { OnRead = () => _prescaler.Value, OnWrite = value => Configure(_prescaler, value) });
        Add(0x08, new Register("RLR", 0, 0) { OnRead = () => _reload.Value, OnWrite = value => Configure(_reload, value) });
        Add(0x0C, new Register("SR", 0, 0));
    }

    /// <summary>Called when it has run out.</summary>
    public Action? Expired { get; set; }

    /// <summary>Starts it, as the hardware watchdog option or firmware does.</summary>
    public void Start()
    {
        _running = true;
        Reload();
        _look.At = _agenda.Now + LookEvery;
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _prescaler.Reset();
        _reload.Reset();
        _running = _unlocked = false;
        _look.At = AgendaEntry.Never;
    }

    private void Look()
    {
        if (_core.RunsFirmware)
            Reload();
        else if (!(_core.IsHalted && _debug.FreezesIwdg))
            _left -= LookEvery;
        if (_left > 0)
            _look.At = _agenda.Now + LookEvery;
        else
            Expired?.Invoke();
    }

    private void Reload() => _left = (_reload.Value + 1) * LsiPeriod * (4L << (int)Math.Min(_prescaler.Value, 6u));

    private bool WriteKey(uint value)
    {
        _unlocked = value == Unlock;
        if (value == Begin)
            Start();
        else if (value == Feed && _running)
            Reload();
        return true;
    }

    private bool Configure(Register register, uint value)
    {
        if (!_unlocked)
            Violations.Add($"IWDG {register.Name} written without its key");
        return register.Write(value);
    }
}
