// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes;

namespace Appliance.Targets.Adi;

/// <summary>
/// The registers of one MEM-AP: single accesses and blocks that stay within what TAR counts. Remembers CSW and the 16 bytes TAR points
/// into, and forgets both whenever an access fails.
/// </summary>
internal sealed partial class MemApPort
{
    private const uint BankMask = 0xF;

    private readonly IDapLink _link;
    private readonly uint _cswBase;
    private uint? _csw;
    private uint? _bank;
    private Extent _posted;

    /// <exception cref="TargetException"><see cref="TargetFault.NoCore"/>: the AP may not access memory.</exception>
    public MemApPort(IDapLink link, AccessPortId id)
    {
        _link = link;
        Id = id;
        var csw = link.ReadAp(id.Select, MemApRegister.Csw);
        if ((csw & Csw.DeviceEnabled) == 0)
        {
            throw new TargetException(TargetFault.NoCore, $"AP {id.Select} may not access memory (CSW 0x{csw:X8})",
                expected: "CSW.DeviceEn = 1", actual: $"0x{csw:X8}");
        }

        // Prot and Type as the AP had them, and on an AHB the attributes of a privileged data access by the debugger.
        _cswBase = (csw & 0xFF00_F000) | (id.IsAhb ? Csw.AhbProtection : 0);
    }

    public AccessPortId Id { get; }

    public void Forget()
    {
        _csw = null;
        _bank = null;
        _posted = default;
    }

    public uint ReadDebugBase() => _link.ReadAp(Id.Select, MemApRegister.Base);

    public uint Read(uint address, AccessSize size)
    {
        try
        {
            return Repeated(() =>
            {
                Aim(address, size);
                return _link.ReadAp(Id.Select, MemApRegister.Drw);
            });
        }
        catch (DapException e)
        {
            throw Failed(e, new Extent(address, 1u << (int)size));
        }
    }

    public void Write(uint address, AccessSize size, uint value)
    {
        var span = new Extent(address, 1u << (int)size);
        try
        {
            Aim(address, size);
            _posted = span;
            _link.WriteAp(Id.Select, MemApRegister.Drw, value);
        }
        catch (DapException e)
        {
            throw Failed(e, span);
        }
    }

    /// <summary>Reads to rising addresses that do not pass a multiple of 1 KiB.</summary>
    public void ReadBlock(uint address, AccessSize size, Span<uint> values)
    {
        try
        {
            ReadRepeated(address, size, values);
        }
        catch (DapException e)
        {
            throw Failed(e, new Extent(address, (uint)values.Length << (int)size));
        }
    }

    /// <summary>Writes to rising addresses that do not pass a multiple of 1 KiB.</summary>
    public void WriteBlock(uint address, AccessSize size, ReadOnlySpan<uint> values)
    {
        var span = new Extent(address, (uint)values.Length << (int)size);
        try
        {
            WriteResumed(address, size, values);
        }
        catch (DapException e)
        {
            throw Failed(e, span);
        }
    }

    public uint ReadBanked(uint address)
    {
        try
        {
            return Repeated(() =>
            {
                AimBank(address);
                return _link.ReadAp(Id.Select, Banked(address));
            });
        }
        catch (DapException e)
        {
            throw Failed(e, new Extent(address, 4));
        }
    }

    public void WriteBanked(uint address, uint value)
    {
        try
        {
            AimBank(address);
            _posted = new Extent(address, 4);
            _link.WriteAp(Id.Select, Banked(address), value);
        }
        catch (DapException e)
        {
            throw Failed(e, new Extent(address, 4));
        }
    }

    public void Flush()
    {
        try
        {
            _link.Flush();
            _posted = default;
        }
        catch (DapException e)
        {
            throw Failed(e, _posted);
        }
    }

    private static byte Banked(uint address) => (byte)(MemApRegister.Bd0 + (address & BankMask));

    private void Aim(uint address, AccessSize size)
    {
        SelectSize(size);
        _bank = null;
        _link.WriteAp(Id.Select, MemApRegister.Tar, address);
    }

    private void AimBank(uint address)
    {
        SelectSize(AccessSize.Word);
        var bank = address & ~BankMask;
        if (_bank == bank)
            return;
        _bank = null;
        _link.WriteAp(Id.Select, MemApRegister.Tar, bank);
        _bank = bank;
    }

    private void SelectSize(AccessSize size)
    {
        var csw = _cswBase | Csw.IncrementSingle | (uint)size;
        if (_csw == csw)
            return;
        _csw = null;
        _link.WriteAp(Id.Select, MemApRegister.Csw, csw);
        _csw = csw;
    }

    /// <summary>What a failed access becomes: the target refused, with the address; or it was not reached, as it is.</summary>
    private Exception Failed(DapException e, Extent span)
    {
        var posted = _posted;
        Forget();
        if (!e.TargetRefused)
            return e;
        var (fault, what) = e.Fault == DapFault.WaitForever
            ? (TargetFault.MemoryStalled, "was not finished in time")
            : (TargetFault.MemoryFault, "was answered by a bus fault");
        if (e.Fault == DapFault.WaitForever)
            _link.WriteDp(DpRegister.Abort, DpAbort.DapAbort | DpAbort.ClearSticky);
        var address = FailedAddress(span, posted);
        return new TargetException(fault, $"The access to 0x{address:X8} {what}", address, inner: e);
    }

    /// <summary>TAR still holds the address of an access that failed (it counts after a success only), be it the last one or a posted write before.</summary>
    private uint FailedAddress(Extent span, Extent posted)
    {
        try
        {
            var tar = _link.ReadAp(Id.Select, MemApRegister.Tar);
            if (span.Contains(tar))
                return tar;
            if (posted.Contains(tar))
                return tar;
            return (posted.Start & ~BankMask) == tar && (span.Start & ~BankMask) != tar ? posted.Start : span.Start;
        }
        catch (DapException e) when (e.TargetRefused)
        {
            // The AP cannot even say where it was: the start of the access is the best that is known.
            return span.Start;
        }
    }

    /// <summary>Addresses of an access.</summary>
    private readonly record struct Extent(uint Start, uint Length)
    {
        public bool Contains(uint address) => address - Start < Length;
    }
}
