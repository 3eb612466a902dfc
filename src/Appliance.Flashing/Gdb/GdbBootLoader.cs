// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.BootLoaders;
using Appliance.Flashing.Layout;
using Appliance.Ports.Serial;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Targets;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Gdb;

/// <summary>A GDB server that offers flash, as a Black Magic Probe is one: it halts, erases and writes by itself. Owns the line. One thread at a time.</summary>
public sealed class GdbBootLoader : IBootLoader
{
    /// <summary>A multiple of the program unit of every chip, and not more than a sector of any.</summary>
    private const int MostBytes = 1024;
    private const int Word = 4;
    private const uint IdBits = 0xFFF;

    /// <summary>OpenOCD writes nothing before the end, and then over a probe of its own, which may be slow.</summary>
    private static readonly TimeSpan SlowestByte = TimeSpan.FromMilliseconds(1);

    private readonly GdbLink _link;
    private readonly GdbServer _server;
    private IReadOnlyList<GdbFlash> _flash = [];
    private ChipDescription? _chip;
    private BlackMagic? _blackMagic;
    private int _held;
    private bool _shorter;
    private bool _disposed;

    /// <summary>Makes the client; nothing is sent yet.</summary>
    /// <param name="line">The line to the server.</param>
    /// <param name="clock">The clock of the waits.</param>
    /// <param name="name">What record and messages call it.</param>
    /// <param name="surroundings">Whether it is simulated or remote.</param>
    public GdbBootLoader(IByteLine line, ITargetClock clock, string name, WireFeatures surroundings = WireFeatures.None)
    {
        (Clock, Name, Features) = (clock, name, surroundings);
        _link = new GdbLink(line, clock, name, surroundings.HasFlag(WireFeatures.Remote));
        _server = new GdbServer(_link);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public WireFeatures Features { get; }

    /// <inheritdoc/>
    public ITargetClock Clock { get; }

    /// <inheritdoc/>
    public int Repeats => _link.Repeats;

    private int Unit => Math.Max(Word, _chip!.Flash.Max(bank => bank.ProgramUnit));

    /// <inheritdoc/>
    public BootLoaderFacts Connect(ChipDescription chip, TimeSpan limit, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        (_chip, _held) = (chip, 0);
        _server.LearnFeatures(limit, cancel);
        (var version, _blackMagic) = BlackMagic.Ask(_server, Name, cancel);
        var found = _blackMagic?.Attach(cancel) ?? [];
        if (_blackMagic is null && !_server.IsStopped(cancel))
            throw new DapException(DapFault.NoAnswer, "halt", $"{Name}: the GDB server has no target that stands still.");
        _flash = _server.MemoryMap(cancel) is { Count: > 0 } flash
            ? flash
            : throw new FlashException(FlashFault.Unsupported, $"{Name}: this GDB server offers no flash.", null, "a memory map with flash", "none");
        var id = DeviceId(chip, cancel);
        if (id is null || id == chip.Identification.DeviceId) CheckFlash(chip); // else it is told by its id that it is another
        version ??= "GDB server";
        return new BootLoaderFacts(version, id, [version, .. found], Unit, MostBytes, ErasesAll: true, ErasesSectors: true) { Waiting = SafeState.Halted };
    }

    /// <inheritdoc/>
    public void Read(uint address, Span<byte> destination, CancellationToken cancel)
    {
        for (var done = 0; done < destination.Length;)
        {
            cancel.ThrowIfCancellationRequested();
            var count = Math.Min(NextSize(), destination.Length - done);
            var at = address + (uint)done;
            var piece = new byte[count];
            Explained(() => _server.Read(at, piece, cancel), cancel);
            piece.CopyTo(destination[done..]);
            done += count;
        }
    }

    /// <inheritdoc/>
    public void EraseAll(TimeSpan limit, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (_blackMagic?.EraseMass(limit, cancel) == true) return;
        foreach (var bank in _chip!.Flash) Explained(() => _server.FlashErase(bank.Start, bank.Size, limit, cancel), cancel);
    }

    /// <inheritdoc/>
    public void EraseSector(BootSector sector, TimeSpan limit, CancellationToken cancel) =>
        Explained(() => _server.FlashErase(sector.Address, sector.Size, limit, cancel), cancel);

    /// <inheritdoc/>
    public void Write(uint address, ReadOnlySpan<byte> block, TimeSpan limit, CancellationToken cancel)
    {
        _held += block.Length;
        for (var done = 0; done < block.Length;)
        {
            cancel.ThrowIfCancellationRequested();
            var at = address + (uint)done;
            var piece = block.Slice(done, _server.Fitting(at, block[done..], Unit)).ToArray();
            Explained(() => _server.FlashWrite(at, piece, limit, cancel), cancel);
            done += piece.Length;
        }
    }

    /// <inheritdoc/>
    public void Finish(TimeSpan limit, CancellationToken cancel)
    {
        if (_held == 0) return;
        var whole = limit + (_held * SlowestByte);
        _held = 0;
        Explained(() => _server.FlashDone(whole, cancel), cancel);
    }

    /// <summary>By a reset. A Black Magic Probe lets go of a target that is detached; OpenOCD leaves it halted then, so others are told to let it run.</summary>
    public void Leave(uint address, CancellationToken cancel)
    {
        Explained(() => _server.Restart(cancel), cancel);
        if (_blackMagic is null) _server.Continue(cancel);
        else Explained(() => _server.Detach(cancel), cancel);
    }

    /// <summary>There is no way to keep nRESET low; but the server must still be there, and its flash be closed.</summary>
    public bool HoldInReset()
    {
        try
        {
            Finish(TimeSpan.Zero, CancellationToken.None);
            if (!_server.IsStopped(CancellationToken.None)) throw new WireException(Name, "the GDB server has no target any more");
            return false;
        }
        catch (Exception lost) when (lost is BootLoaderException or DapException)
        {
            throw new WireException(Name, lost.Message, lost);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _link.Dispose();
    }

    /// <summary>Every sector of the chip must be one the server can erase by itself.</summary>
    private void CheckFlash(ChipDescription chip)
    {
        foreach (var (sector, _) in chip.Flash.SelectMany(FlashGeometry.SectorsOf))
        {
            if (_flash.Any(flash => flash.Erases(sector.Address, sector.Size))) continue;
            throw new TargetException(
                TargetFault.WrongChip, $"This is no {chip.Name}: the GDB server has no sector of {sector.Size} bytes at 0x{sector.Address:x8}.", sector.Address,
                $"{chip.Name} ({FlashGeometry.Describe(chip)})", string.Join(", ", _flash.Select(flash => $"0x{flash.Start:x8}/{flash.Length}/{flash.Block}")));
        }
    }

    /// <summary>DEV_ID, read from the chip; null where that cannot be read.</summary>
    private uint? DeviceId(ChipDescription chip, CancellationToken cancel)
    {
        var word = new byte[Word];
        try
        {
            Explained(() => _server.Read(chip.Identification.DeviceIdAddress, word, cancel), cancel);
        }
        catch (BootLoaderException)
        {
            return null;
        }

        return (BitConverter.ToUInt32(word) & IdBits) is > 0 and var id ? id : null;
    }

    /// <summary>Answers carry no number: neighbours differ in length, so that one that comes twice does not pass for the next.</summary>
    private int NextSize() => (_shorter = !_shorter) ? _server.ReadBlock : _server.ReadBlock - Word;

    /// <summary>A refusal of a server whose target is gone is no refusal.</summary>
    private void Explained(Action work, CancellationToken cancel)
    {
        try
        {
            work();
        }
        catch (BootLoaderException refused) when (refused.Fault == BootFault.Refused && !_server.IsStopped(cancel))
        {
            throw new DapException(DapFault.Lost, "target", $"{refused.Message} The server has no target any more.", inner: refused);
        }
    }
}
