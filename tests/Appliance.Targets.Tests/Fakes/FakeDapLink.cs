// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Probes;

namespace Appliance.Targets.Tests.Fakes;

/// <summary>
/// A link to one MEM-AP at APSEL 0 that is as mean as the standard allows: TAR counts in ten bits only, writes are posted and their fault
/// comes with the access after, lanes that carry nothing carry rubbish, and registers nobody may touch throw.
/// </summary>
internal sealed class FakeDapLink(IFakeBus bus) : IDapLink
{
    private const uint Rubbish = 0xA5A5_A5A5;
    private bool _fault;
    private bool _hang;
    private uint _ctrlStat;

    public FakeClock Time { get; } = new();

    public uint Idr { get; set; } = 0x1477_0011; // AHB-AP of a Cortex-M3.

    public uint CswRegister { get; private set; } = 0x2300_0042;

    public uint Tar { get; private set; }

    public uint DebugBase { get; set; } = 0xE00F_F003;

    /// <summary>Every register write, in order, for counting.</summary>
    public List<byte> Writes { get; } = [];

    public bool ResetLow { get; private set; }

    /// <summary>What pulls nRESET besides the host.</summary>
    public Func<bool> OthersPullReset { get; set; } = () => false;

    public Action<bool> ResetDriven { get; set; } = _ => { };

    /// <summary>The DP says after a reset release that its power is gone.</summary>
    public bool PowerLost { get; set; }

    public string Name => "fake";

    public WireFeatures Features { get; set; } = WireFeatures.Reset | WireFeatures.ResetSense;

    public ITargetClock Clock => Time;

    public long? Cycles => null;

    public TimeSpan WaitDeadline { get; set; } = TimeSpan.FromSeconds(1);

    public CancellationToken Cancel { get; set; }

    public DapStatistics Statistics => default;

    public DapIdentity Connect(int hertz) => new(0x1BA0_1477, "fake", hertz);

    public uint ReadDp(DpRegister register)
    {
        Tick();
        return register switch
        {
            DpRegister.CtrlStat => PowerLost ? 0 : _ctrlStat | ((_ctrlStat & CtrlStat.PowerRequests) << 1),
            DpRegister.Dpidr => 0x1BA0_1477,
            _ => throw new InvalidOperationException($"Nobody reads {register} here."),
        };
    }

    public void WriteDp(DpRegister register, uint value)
    {
        Tick();
        if (register == DpRegister.CtrlStat)
        {
            _ctrlStat = value;
            PowerLost = false;
        }
        else if (register == DpRegister.Abort)
        {
            _hang &= (value & DpAbort.DapAbort) == 0;
        }
        else
        {
            throw new InvalidOperationException($"Nobody writes {register} here.");
        }
    }

    public uint ReadAp(byte ap, byte register)
    {
        if (ap != 0)
            return 0;
        Settle();
        var value = register switch
        {
            0x00 => CswRegister,
            0x04 => Tar,
            0x0C => ReadData(),
            >= 0x10 and <= 0x1C => ReadBus((Tar & ~0xFu) + (register & 0xFu), 4),
            0xF8 => DebugBase,
            0xFC => Idr,
            _ => throw new InvalidOperationException($"There is no AP register 0x{register:X2}."),
        };
        Settle();
        return value;
    }

    public void WriteAp(byte ap, byte register, uint value)
    {
        if (ap != 0)
            throw new InvalidOperationException("There is one AP.");
        Settle();
        Writes.Add(register);
        switch (register)
        {
            case 0x00:
                CswRegister = value | 0x40;
                break;
            case 0x04:
                Tar = value;
                break;
            case 0x0C:
                WriteData(value);
                break;
            case >= 0x10 and <= 0x1C:
                WriteBus((Tar & ~0xFu) + (register & 0xFu), 4, value);
                break;
            default:
                throw new InvalidOperationException($"Nobody writes AP register 0x{register:X2}.");
        }
    }

    public void ReadApBlock(byte ap, byte register, Span<uint> values)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = ReadAp(ap, register);
    }

    public void WriteApBlock(byte ap, byte register, ReadOnlySpan<uint> values)
    {
        foreach (var value in values)
            WriteAp(ap, register, value);
    }

    public void Flush() => Settle();

    public void DriveReset(bool low)
    {
        Tick();
        ResetLow = low;
        ResetDriven(low);
    }

    public bool SampleReset() => ResetLow || OthersPullReset();

    public void Dispose()
    {
    }

    private int Size => 1 << (int)(CswRegister & 7);

    /// <summary>46 clocks of an SWD transfer at 4 MHz.</summary>
    private void Tick() => Time.Advance(TimeSpan.FromMicroseconds(11.5));

    /// <summary>The fate of the access before becomes known.</summary>
    private void Settle()
    {
        Tick();
        Cancel.ThrowIfCancellationRequested();
        if (_hang)
        {
            Time.Advance(WaitDeadline);
            throw new DapException(DapFault.WaitForever, "fake", "WAIT");
        }

        if (!_fault)
            return;
        _fault = false;
        throw new DapException(DapFault.Fault, "fake", "FAULT", CtrlStat.StickyErr);
    }

    private uint ReadData()
    {
        var shift = (int)(Tar & 3) * 8;
        var mask = Size == 4 ? uint.MaxValue : ((1u << (Size * 8)) - 1) << shift;
        var value = ReadBus(Tar, Size) << shift;
        Count();
        return (value & mask) | (Rubbish & ~mask);
    }

    private void WriteData(uint value)
    {
        WriteBus(Tar, Size, value >> ((int)(Tar & 3) * 8) & (Size == 4 ? uint.MaxValue : (1u << (Size * 8)) - 1));
        Count();
    }

    private void Count()
    {
        if (!_fault && !_hang && (CswRegister & 0x30) == 0x10)
            Tar = (Tar & ~0x3FFu) | ((Tar + (uint)Size) & 0x3FF);
    }

    private uint ReadBus(uint address, int size)
    {
        uint value = 0;
        Guard(() => value = bus.Read(address, size));
        return value;
    }

    private void WriteBus(uint address, int size, uint value) => Guard(() => bus.Write(address, size, value));

    private void Guard(Action access)
    {
        try
        {
            access();
        }
        catch (BusFault)
        {
            _fault = true;
        }
        catch (BusHang)
        {
            _hang = true;
        }
    }
}
