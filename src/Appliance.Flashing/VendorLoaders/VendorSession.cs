// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Targets.CortexM;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.VendorLoaders;

/// <summary>What a loader does, in its own words: ready, erase, program, read. Which function that is, in which order and with which result, is the form's.</summary>
/// <remarks>Life cycle: create → <see cref="Open"/> → work → <see cref="Close"/>, on every way out, which resets the chip: whatever clocks and pins the loader
/// changed are as they were. The memory beside the chip keeps its state.</remarks>
internal sealed class VendorSession
{
    /// <summary>Functions of an algorithm (FlashOS.h): what Init is told.</summary>
    public const uint Erasing = 1, Programming = 2, Verifying = 3;

    /// <summary>Init sets up clocks and pins and asks the memory who it is; slow code waits by counting.</summary>
    private static readonly TimeSpan InitPatience = TimeSpan.FromSeconds(10);

    /// <summary>The largest NOR memories take this long to be erased whole (MT25QL01G: 400 s typical for 128 MiB is beyond it, and is done sector by sector).</summary>
    private static readonly TimeSpan MassPatience = TimeSpan.FromSeconds(300);

    /// <summary>What a function may take longer than its file says, beside the clock being slower than its maker thought.</summary>
    private const int Slack = 3;

    private readonly CortexMCore _core;
    private readonly VendorLoader _loader;
    private readonly VendorPlace _place;
    private readonly VendorCalls _calls;
    private bool _open;
    private uint _mode;
    private int _next;
    private (string Name, uint Address)? _underWay;

    /// <param name="core">The core, halted.</param>
    /// <param name="ram">RAM of the chip.</param>
    /// <param name="loader">The loader.</param>
    /// <exception cref="FlashException">It does not fit.</exception>
    public VendorSession(CortexMCore core, IReadOnlyList<MemoryRegion> ram, VendorLoader loader)
    {
        (_core, _loader, _place) = (core, loader, VendorPlace.In(ram, loader));
        _calls = new VendorCalls(core, loader, _place);
    }

    /// <summary>Most bytes programmed or read by one call.</summary>
    public int MostBytes => _place.BufferBytes;

    /// <summary>Brings the loader into RAM. Nothing of it has run yet.</summary>
    public void Open()
    {
        _open = true; // From here on there is something to put back.
        _mode = 0;
        _calls.Upload();
    }

    /// <summary>Has it make the flash ready for one kind of work.</summary>
    public void Prepare(uint mode, CancellationToken cancel)
    {
        if (_mode == mode)
            return;
        Finish(cancel);
        if (_loader.Kind == VendorLoaderKind.Stldr)
        {
            if (_mode == 0 || mode == Verifying)
                Must("Init", _loader.Entries.Init, FlashFault.NotUnlocked, null, InitPatience, cancel);
        }
        else
        {
            End(cancel);
            Must("Init", _loader.Entries.Init, FlashFault.NotUnlocked, null, InitPatience, cancel, _loader.Device.Start, 0, mode);
        }

        _mode = mode;
    }

    /// <summary>Erases one sector.</summary>
    public void EraseSector(PlannedPlace sector, CancellationToken cancel)
    {
        if (_loader.Entries.EraseSector is not { } entry)
            return; // Memory that is overwritten as it is; the verify tells whether that is so.
        Prepare(Erasing, cancel);
        Must("EraseSector", entry, FlashFault.EraseError, sector.Address, _loader.Device.EraseTime * Slack, cancel, sector.Address, sector.Address + (sector.Size - 1));
    }

    /// <summary>Erases all of the flash; false where the loader cannot.</summary>
    public bool EraseAll(CancellationToken cancel)
    {
        if (_loader.Entries.EraseAll is not { } entry)
            return false;
        Prepare(Erasing, cancel);
        Must("erase of the whole flash", entry, FlashFault.EraseError, _loader.Device.Start, MassPatience, cancel, 0);
        return true;
    }

    /// <summary>Programs up to <see cref="MostBytes"/>: brings them into the buffer that is free, waits for the call before, and begins.</summary>
    public void Program(uint address, ReadOnlySpan<byte> data, CancellationToken cancel)
    {
        Prepare(Programming, cancel);
        var buffer = _place.Buffer + (uint)(_next * _place.BufferBytes);
        if (_place.Buffers < 2)
            Finish(cancel);
        _core.Memory.Write(buffer, data);
        Finish(cancel);
        _calls.Begin($"Program for 0x{address:x8}", _loader.Entries.Program, address, (uint)data.Length, buffer);
        _underWay = ("Program", address);
        _next = (_next + 1) % _place.Buffers;
    }

    /// <summary>Waits for what <see cref="Program"/> began.</summary>
    public void Finish(CancellationToken cancel)
    {
        if (_underWay is not { } call)
            return;
        _underWay = null;
        Check(call.Name, _calls.End(_loader.Device.ProgramTime * Slack, cancel), FlashFault.ProgramError, call.Address);
    }

    /// <summary>Reads flash: by the loader where it has a function for it, else as memory, which it has mapped.</summary>
    public void Read(uint address, Span<byte> destination, CancellationToken cancel)
    {
        Prepare(Verifying, cancel);
        if (_loader.Entries.Read is not { } entry)
        {
            _core.Memory.Read(address, destination);
            return;
        }

        for (var done = 0; done < destination.Length; done += MostBytes)
        {
            var part = destination[done..Math.Min(destination.Length, done + MostBytes)];
            var at = address + (uint)done;
            Must("Read", entry, FlashFault.VerifyMismatch, at, _loader.Device.ProgramTime * Slack, cancel, at, (uint)part.Length, _place.Buffer);
            _core.Memory.Read(_place.Buffer, part);
        }
    }

    /// <summary>Ends the loader and resets the chip.</summary>
    public void Close()
    {
        if (!_open)
            return;
        _open = false;
        _underWay = null;
        _calls.Abandon();
        new CoreReset(_core).Halt(ResetKind.System);
    }

    /// <summary>What is under way ends, and what Init began, before the chip is left to itself.</summary>
    public void Leave(CancellationToken cancel)
    {
        Finish(cancel);
        End(cancel);
        _mode = 0;
    }

    private void End(CancellationToken cancel)
    {
        if (_mode != 0 && _loader.Entries.UnInit is { } entry)
            Must("UnInit", entry, FlashFault.ProgramError, null, InitPatience, cancel, _mode);
    }

    private void Must(string name, uint entry, FlashFault fault, uint? address, TimeSpan deadline, CancellationToken cancel, params ReadOnlySpan<uint> arguments)
    {
        Finish(cancel);
        _calls.Begin(address is { } at ? $"{name} for 0x{at:x8}" : name, entry, arguments);
        Check(name, _calls.End(deadline, cancel), fault, address);
    }

    private void Check(string name, uint result, FlashFault fault, uint? address)
    {
        if (result == _loader.Well)
            return;
        var (place, seen) = (address is { } at ? $" at 0x{at:x8}" : "", result.ToString(CultureInfo.InvariantCulture));
        throw new FlashException(
            fault, $"The loader {_loader.File} reports that {name} failed{place}: it returned {seen}.", address, $"{_loader.Well} from {name}", seen);
    }
}

/// <summary>A run of flash.</summary>
/// <param name="Address">First address.</param>
/// <param name="Size">Bytes, not 0.</param>
internal readonly record struct PlannedPlace(uint Address, uint Size);
