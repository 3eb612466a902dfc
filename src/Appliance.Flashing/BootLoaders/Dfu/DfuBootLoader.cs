// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Flashing.Layout;
using Appliance.Ports.Usb;
using Appliance.Ports.Wires;
using Appliance.Targets;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.BootLoaders.Dfu;

/// <summary>The USB boot loader in the ROM of STM32 (AN3156, DfuSe). Owns the device. One thread at a time.</summary>
public sealed class DfuBootLoader : IBootLoader
{
    private const byte SetAddressPointer = 0x21, Erase = 0x41, ReadUnprotectCommand = 0x92; // AN3156, section 5

    /// <summary>wBlockNum of data at the address pointer itself: address = pointer + (block - 2) × size. The pointer is set for each block, as the ROMs do not agree on what size is.</summary>
    private const ushort FirstBlock = 2;
    private const int Word = 4;

    /// <summary>Setting the address pointer does nothing to the flash.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);

    private readonly IUsbLink _link;
    private DfuDescriptors? _device;
    private DfuPort? _port;
    private byte? _alternate;
    private bool _disposed;

    /// <summary>Makes the client; nothing is sent yet.</summary>
    /// <param name="link">The USB device.</param>
    /// <param name="clock">The clock of the waits.</param>
    /// <param name="name">What record and messages call it: with socket and serial.</param>
    /// <param name="surroundings">Whether it is simulated.</param>
    public DfuBootLoader(IUsbLink link, ITargetClock clock, string name, WireFeatures surroundings = WireFeatures.None) =>
        (_link, Clock, Name, Features) = (link, clock, name, surroundings);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public WireFeatures Features { get; }

    /// <inheritdoc/>
    public ITargetClock Clock { get; }

    /// <summary>USB repeats by itself what noise spoilt.</summary>
    public int Repeats => 0;

    /// <inheritdoc/>
    public BootLoaderFacts Connect(ChipDescription chip, TimeSpan limit, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancel.ThrowIfCancellationRequested();
        var device = _device ??= Describe();
        _port = new DfuPort(_link, device.Interface, Clock, Name);
        _alternate = null;
        CheckFlash(chip, device);
        Choose(chip.Flash[0].Start);
        _port.GetIdle();
        var version = $"{device.Version >> 12}.{device.Version >> 8 & 0xF}"; // AN2606: bcdDevice 0x2200 is V2.2
        var unit = Math.Max(Word, chip.Flash.Max(bank => bank.ProgramUnit));
        return new BootLoaderFacts(
            version, null, [$"DFU boot loader {version}, blocks of {device.TransferSize} bytes", .. device.Memories.Values.Select(memory => memory.Name)],
            unit, device.TransferSize / unit * unit, ErasesAll: true, ErasesSectors: true);
    }

    /// <inheritdoc/>
    public void Read(uint address, Span<byte> destination, CancellationToken cancel)
    {
        var port = Choose(address);
        var start = address & ~3u;
        var end = (address + (long)destination.Length + Word - 1) & ~3L;
        var size = _device!.TransferSize / Word * Word;
        for (long at = start; at < end; at += size)
        {
            cancel.ThrowIfCancellationRequested();
            var piece = new byte[Math.Min(size, end - at)];
            Guarded(port, () =>
            {
                Point(port, (uint)at, cancel);
                port.GetIdle();
                port.Fetch(FirstBlock, piece, "reading", (uint)at);
                port.GetIdle();
            });
            var (from, to) = (Math.Max(at, address), Math.Min(at + piece.Length, address + (long)destination.Length));
            piece.AsSpan((int)(from - at), (int)(to - from)).CopyTo(destination[(int)(from - address)..]);
        }
    }

    /// <inheritdoc/>
    public void EraseAll(TimeSpan limit, CancellationToken cancel)
    {
        var port = Chosen();
        Guarded(port, () => port.Do(0, [Erase], limit, "erasing the whole chip", null, cancel));
    }

    /// <inheritdoc/>
    public void EraseSector(BootSector sector, TimeSpan limit, CancellationToken cancel)
    {
        var port = Choose(sector.Address);
        Guarded(port, () => port.Do(0, Command(Erase, sector.Address), limit, $"erasing the sector at 0x{sector.Address:x8}", sector.Address, cancel));
    }

    /// <inheritdoc/>
    public void Write(uint address, ReadOnlySpan<byte> block, TimeSpan limit, CancellationToken cancel)
    {
        if (block.Length is 0 || block.Length > _device?.TransferSize) throw new ArgumentException($"1 to {_device?.TransferSize} bytes, not {block.Length}", nameof(block));
        var (port, data) = (Choose(address), block.ToArray());
        Guarded(port, () =>
        {
            Point(port, address, cancel);
            port.Do(FirstBlock, data, limit, $"writing {data.Length} bytes at 0x{address:x8}", address, cancel);
        });
    }

    /// <summary>Each block is in flash when the device is ready again.</summary>
    public void Finish(TimeSpan limit, CancellationToken cancel)
    {
        // Nothing is held back.
    }

    /// <summary>An empty block after the address of the firmware (AN3156, section 5.5). The device goes away over it, which USB tells as an error.</summary>
    public void Leave(uint address, CancellationToken cancel)
    {
        var port = Choose(address);
        Point(port, address, cancel);
        port.Send(FirstBlock, [], "leaving the boot loader", address);
        WithDeviceGone(() =>
        {
            var status = port.Status();
            if (status.Status != 0 || status.State is DfuState.Error)
                throw new BootLoaderException(BootFault.Refused, Name, "The boot loader does not start the firmware.", address, "dfuMANIFEST", status.ToString());
        });
    }

    /// <summary>Lifts read protection, which erases the whole chip (AN3156, section 5.4). The chip resets itself and is gone from USB.</summary>
    public void ReadUnprotect(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var port = Chosen();
        port.Send(0, [ReadUnprotectCommand], "ending read protection", null);
        WithDeviceGone(() => _ = port.Status());
    }

    /// <inheritdoc/>
    public bool HoldInReset() => false;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _link.Dispose();
    }

    private DfuDescriptors Describe()
    {
        try
        {
            var found = DfuDescriptors.Read(_link)
                ?? throw new BootLoaderException(BootFault.Garbled, Name, "The device is no DfuSe boot loader, or says nothing sensible of its memory.", null, "DFU 1.1a and a memory layout", "another device");
            _link.Claim(found.Interface);
            return found;
        }
        catch (UsbException refused)
        {
            throw new WireException(Name, refused.Message, refused);
        }
    }

    /// <summary>A DfuSe device does not name its chip. Every sector of the chip must be one of its flash.</summary>
    private static void CheckFlash(ChipDescription chip, DfuDescriptors device)
    {
        var runs = device.Memories.Values.SelectMany(memory => memory.Runs).ToList();
        foreach (var (sector, _) in chip.Flash.SelectMany(FlashGeometry.SectorsOf))
        {
            if (runs.Any(run => run.HasSector(sector.Address, sector.Size) && run is { Readable: true, Erasable: true, Writable: true })) continue;
            var there = string.Join(", ", device.Memories.Values.Select(memory => $"{memory.Name} {string.Join(' ', memory.Runs.Select(run => $"0x{run.Address:x8}/{run.Count}*{run.Size}"))}"));
            throw new TargetException(
                TargetFault.WrongChip, $"This is no {chip.Name}: its boot loader names no sector of {sector.Size} bytes at 0x{sector.Address:x8}.", sector.Address,
                $"{chip.Name} ({FlashGeometry.Describe(chip)})", there);
        }
    }

    private DfuPort Chosen() => _port ?? throw new InvalidOperationException("The boot loader is not connected.");

    /// <summary>The memory an address is in; one that is in none is asked for where we are: system memory is in no list and may be read (AN2662, section 4.4).</summary>
    private DfuPort Choose(uint address)
    {
        var port = Chosen();
        var wanted = _device!.Memories.Where(memory => memory.Value.Holds(address)).Select(memory => (byte?)memory.Key).FirstOrDefault() ?? _alternate;
        if (wanted is { } setting && setting != _alternate)
        {
            port.Alternate(setting);
            _alternate = setting;
        }

        return port;
    }

    private static void Point(DfuPort port, uint address, CancellationToken cancel) =>
        port.Do(0, Command(SetAddressPointer, address), Quick, $"setting the address 0x{address:x8}", address, cancel);

    private static byte[] Command(byte code, uint address)
    {
        var command = new byte[5];
        command[0] = code;
        BinaryPrimitives.WriteUInt32LittleEndian(command.AsSpan(1), address);
        return command;
    }

    /// <summary>After a refusal the device is in dfuERROR and would refuse all that follows.</summary>
    private static void Guarded(DfuPort port, Action work)
    {
        try
        {
            work();
        }
        catch (BootLoaderException refused) when (refused.Fault is BootFault.Refused or BootFault.ReadProtected)
        {
            port.GetIdle();
            throw;
        }
    }

    private static void WithDeviceGone(Action work)
    {
        try
        {
            work();
        }
        catch (WireException)
        {
            // It is gone: that is what was asked for.
        }
        catch (BootLoaderException gone) when (gone.InnerException is UsbException)
        {
            // The same, on hosts that call it a stall or a timeout.
        }
    }
}
