// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Tests.Swd.Doubles;

/// <summary>Registers of a DP and one MEM-AP with counting TAR; answers WAIT for as long as <see cref="BusyFor"/> says after each write.</summary>
internal class ScriptedDp
{
    private const uint StickyOrun = 2, StickyErr = 0x20, WDataErr = 0x80;
    private uint _ctrlStat;
    private uint _rdbuff;
    private uint _lastRead;
    private bool _dpidrSeen;
    private TimeSpan _busyUntil;

    public uint Dpidr { get; set; } = 0x1BA01477;

    public uint Dlpidr { get; set; } = 0x00000001;

    public TimeSpan Now { get; set; }

    public uint Select { get; private set; }

    public uint Tar { get; set; }

    public Dictionary<uint, uint> Memory { get; } = [];

    public List<(uint Address, uint Value)> Writes { get; } = [];

    public int ApReads { get; private set; }

    public int Turnaround { get; private set; } = 1;

    public bool Overrun => (_ctrlStat & 1) != 0;

    public uint Flags => _ctrlStat & 0xB2;

    public bool PowerAcknowledges { get; set; } = true;

    /// <summary>How long the bus is busy after each DRW write.</summary>
    public Func<uint, TimeSpan> BusyFor { get; set; } = _ => TimeSpan.Zero;

    /// <summary>An address whose access ends in STICKYERR.</summary>
    public uint? BadAddress { get; set; }

    public List<int> Asked { get; } = [];

    public void LineReset()
    {
        _dpidrSeen = false;
        Select &= ~0xFu;
        Turnaround = 1;
    }

    public virtual int Ask(int request)
    {
        Asked.Add(request);
        bool ap = (request & 2) != 0, read = (request & 4) != 0;
        int address = (request >> 1) & 0xC;
        if (!ap && address == 0) { _dpidrSeen |= read; return _dpidrSeen ? 1 : 7; }
        if (!_dpidrSeen) return 7;
        if (!ap && address == 4 && read && (Select & 0xF) == 0) return 1;
        if (Flags != 0)
        {
            Overran();
            return 4;
        }

        if ((ap || address == 0xC && read) && Now < _busyUntil)
        {
            Overran();
            return 2;
        }

        return 1;
    }

    public virtual uint Read(int request)
    {
        int address = (request >> 1) & 0xC;
        if ((request & 2) != 0)
        {
            (_lastRead, _rdbuff) = (_rdbuff, ReadAp(((int)Select & 0xF0) | address));
            ApReads++;
            return _lastRead;
        }

        return address switch
        {
            0 => Dpidr,
            4 => (Select & 0xF) switch { 0 => Status(), 3 => Dlpidr, 1 => (uint)(Turnaround - 1) << 8, _ => 0 },
            8 => _lastRead,
            _ => _lastRead = _rdbuff,
        };
    }

    public virtual void Write(int request, uint value)
    {
        int address = (request >> 1) & 0xC;
        if ((request & 2) != 0) WriteAp(((int)Select & 0xF0) | address, value);
        else if (address == 0) Clear(value);
        else if (address == 4 && (Select & 0xF) == 0) _ctrlStat = (_ctrlStat & 0xFE) | (value & 0x50000001);
        else if (address == 4 && (Select & 0xF) == 1) Turnaround = (int)((value >> 8) & 3) + 1;
        else if (address == 8) Select = value;
    }

    /// <summary>A refused access sets STICKYORUN in overrun mode.</summary>
    public void Overran() => _ctrlStat |= Overrun ? StickyOrun : 0;

    public void WriteParityError() => _ctrlStat |= WDataErr;

    private void Clear(uint value)
    {
        if ((value & 4) != 0) _ctrlStat &= ~StickyErr;
        if ((value & 8) != 0) _ctrlStat &= ~WDataErr;
        if ((value & 16) != 0) _ctrlStat &= ~StickyOrun;
    }

    private uint Status() => _ctrlStat | (PowerAcknowledges ? (_ctrlStat & 0x50000000) << 1 : 0);

    private uint ReadAp(int register)
    {
        if (register == 0x04) return Tar;
        if (register != 0x0C) return 0x24770011;
        uint value = Memory.GetValueOrDefault(Tar);
        if (Tar == BadAddress) _ctrlStat |= StickyErr;
        Tar += 4;
        return value;
    }

    private void WriteAp(int register, uint value)
    {
        if (register == 0x04) Tar = value;
        if (register != 0x0C) return;
        Writes.Add((Tar, value));
        if (Tar == BadAddress) _ctrlStat |= StickyErr;
        else Memory[Tar] = value;
        _busyUntil = Now + BusyFor(Tar);
        Tar += 4;
    }
}
