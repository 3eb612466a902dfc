// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Debug;

/// <summary>
/// The AHB access port of a Cortex-M3 (IHI 0031 chapter C2; Cortex-M3 TRM, AHB-AP): one access in flight, no packed transfers.
/// </summary>
internal sealed class MemAp(SystemBus bus, Agenda agenda, MemApShape shape, Violations violations) : IAccessPort
{
    private const uint SizeMask = 7;
    private const uint IncrementMask = 3u << 4;
    private const uint IncrementSingle = 1u << 4;
    private const uint DeviceEnabled = 1u << 6;
    private const uint InProgress = 1u << 7;
    private const uint ProtectionMask = 0xFF00_0000;
    private const int HclkPicoseconds = 125_000;
    private const int AccessClocks = 3;

    private AgendaEntry? _completion;
    private uint _csw = 2;
    private uint _tar;
    private uint _address;
    private uint _data;
    private bool _writing;
    private bool _increments;

    /// <summary>Raised when a memory access met a bus error.</summary>
    public event Action? BusError;

    /// <summary>Told of each memory access that was begun; null for nobody.</summary>
    public AccessWatch? Watch { get; set; }

    /// <summary>Never finishes another memory access when set.</summary>
    public bool Hangs { get; set; }

    /// <inheritdoc/>
    public bool Busy { get; private set; }

    /// <inheritdoc/>
    public uint ReadResult { get; private set; }

    /// <inheritdoc/>
    public void BeginRead(int register)
    {
        switch (register)
        {
            case 0x00:
                ReadResult = _csw | DeviceEnabled | (Busy ? InProgress : 0);
                break;
            case 0x04:
                ReadResult = _tar;
                break;
            case 0x0C:
                Begin(_tar, false, 0, true);
                break;
            case 0x10 or 0x14 or 0x18 or 0x1C:
                BeginBanked(register, false, 0);
                break;
            default:
                ReadResult = Identification(register);
                break;
        }
    }

    /// <inheritdoc/>
    public void BeginWrite(int register, uint value)
    {
        switch (register)
        {
            case 0x00:
                WriteCsw(value);
                break;
            case 0x04:
                _tar = value;
                break;
            case 0x0C:
                Begin(_tar, true, value, true);
                break;
            case 0x10 or 0x14 or 0x18 or 0x1C:
                BeginBanked(register, true, value);
                break;
            default:
                violations.Add($"write of MEM-AP register 0x{register:X2}, which is read-only or reserved");
                break;
        }
    }

    /// <inheritdoc/>
    public void Abort() => End();

    /// <inheritdoc/>
    public void PowerOnReset()
    {
        End();
        _csw = 2;
        _tar = 0;
        ReadResult = 0;
    }

    /// <summary>The slave that held the access was reset: the access ends with an error now.</summary>
    public void BreakOff()
    {
        if (!Busy || Hangs)
            return;
        End();
        BusError?.Invoke();
    }

    private int Size => 1 << (int)(_csw & SizeMask);

    private uint Identification(int register) => register switch
    {
        0xF4 => 0,
        0xF8 => shape.Base,
        0xFC => shape.Idr,
        _ => 0,
    };

    private void WriteCsw(uint value)
    {
        var size = (value & SizeMask) <= 2 ? value & SizeMask : _csw & SizeMask;
        var increment = (value & IncrementMask) == IncrementSingle ? IncrementSingle : 0;
        _csw = (value & ProtectionMask) | increment | size;
    }

    private void BeginBanked(int register, bool write, uint value)
    {
        if (Size != 4)
            violations.Add("banked data register used with a transfer size other than word");
        Begin((_tar & ~0xFu) | (uint)(register & 0xC), write, value, false);
    }

    private void Begin(uint address, bool write, uint value, bool dataRegister)
    {
        Watch?.Saw(address, write);
        _address = address;
        _writing = write;
        _data = value;
        _increments = dataRegister && (_csw & IncrementMask) != 0;
        Busy = true;
        _completion ??= agenda.Add(Complete);
        _completion.At = Hangs ? AgendaEntry.Never : ReadyAt();
    }

    private long ReadyAt() =>
        Math.Max(agenda.Now + (AccessClocks * HclkPicoseconds), bus.HeldUntil(_address, Size, BusMaster.Debugger));

    private void Complete()
    {
        var held = bus.HeldUntil(_address, Size, BusMaster.Debugger);
        if (held > agenda.Now)
        {
            _completion!.At = held; // Code on the core made the slave busy since the access began.
            return;
        }

        End();
        var ok = _writing ? Write() : Read();
        if (!ok)
            BusError?.Invoke();
        else if (_increments)
            _tar = (_tar & ~shape.IncrementMask) | ((_tar + (uint)Size) & shape.IncrementMask);
    }

    private bool Write()
    {
        var lane = Size == 4 ? 0 : (int)(_address & 3) * 8;
        var mask = Size == 4 ? uint.MaxValue : (1u << (Size * 8)) - 1;
        return bus.TryWrite(_address, Size, BusMaster.Debugger, (_data >> lane) & mask);
    }

    private bool Read()
    {
        var ok = bus.TryRead(_address, Size, BusMaster.Debugger, out var value);
        ReadResult = Size == 4 ? value : value << ((int)(_address & 3) * 8);
        return ok;
    }

    private void End()
    {
        Busy = false;
        if (_completion is not null)
            _completion.At = AgendaEntry.Never;
    }
}

/// <summary>What differs between memory access ports.</summary>
/// <param name="Idr">IDR.</param>
/// <param name="Base">BASE: address of the ROM table.</param>
/// <param name="IncrementMask">Bits of TAR that auto-increment changes: 0x3FF for the 1 KiB every MEM-AP guarantees, 0xFFF for 4 KiB.
/// </param>
internal sealed record MemApShape(uint Idr, uint Base, uint IncrementMask);
