// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Ports.Serial;
using Appliance.Ports.Wires;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.BootLoaders.Usart;

/// <summary>The USART boot loader in the ROM of STM32 (AN3155). Owns line and pins. One thread at a time.</summary>
public sealed class UsartBootLoader : IBootLoader
{
    /// <summary>AN3155, section 3.4 and 3.6: at most 256 bytes, and whole words.</summary>
    private const int MostBytes = 256;
    private const int Word = 4;

    /// <summary>Number of pages that means all of them: one byte of Erase (AN3155, section 3.7), two of Extended Erase (3.8).</summary>
    private const byte AllPages = 0xFF;
    private const ushort AllSectors = 0xFFFF;

    /// <summary>Write protection, and lifting it, change option bytes and reset the chip; removing read protection erases it first. No maximum is documented.</summary>
    private static readonly TimeSpan ProtectionLimit = TimeSpan.FromSeconds(40);

    private readonly ISerialLine _line;
    private readonly IBootPins _pins;
    private readonly UsartWire _wire;
    private readonly UsartEntry _entry;
    private readonly UsartTalk _talk;
    private ChipDescription? _chip;
    private bool _disposed;

    /// <summary>Makes the client; nothing is sent yet.</summary>
    /// <param name="line">The serial line: 8 data bits, even parity.</param>
    /// <param name="pins">BOOT0 and nRESET.</param>
    /// <param name="clock">The clock of the waits.</param>
    /// <param name="name">What record and messages call it.</param>
    /// <param name="surroundings">Whether the line is simulated or remote.</param>
    public UsartBootLoader(ISerialLine line, IBootPins pins, ITargetClock clock, string name, WireFeatures surroundings = WireFeatures.None)
    {
        (_line, _pins, Clock, Name) = (line, pins, clock, name);
        Features = surroundings | (pins.HasReset ? WireFeatures.Reset : WireFeatures.None);
        _wire = new UsartWire(line, clock, name);
        _entry = new UsartEntry(_wire, pins, clock);
        _talk = new UsartTalk(_wire, _entry);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public WireFeatures Features { get; }

    /// <inheritdoc/>
    public ITargetClock Clock { get; }

    /// <inheritdoc/>
    public int Repeats => _talk.Repeats;

    /// <inheritdoc/>
    public BootLoaderFacts Connect(ChipDescription chip, TimeSpan limit, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _chip = chip;
        var how = _entry.Enter(Clock.Now + limit, cancel);
        _talk.LearnCommands(cancel);
        var id = _talk.ProductId(cancel);
        var parity = _line.Format.Parity == SerialParity.Even ? "8E1" : $"8 bits, parity {_line.Format.Parity.ToString().ToLowerInvariant()}";
        return new BootLoaderFacts(
            _talk.Version, id, [$"USART boot loader {_talk.Version}, {Text(_line.Format.Baud)} baud {parity}, {how}", $"commands {_talk.CommandText}"], Word, MostBytes,
            ErasesAll: _talk.Erase is not null, ErasesSectors: _talk.Erase is not null);
    }

    /// <inheritdoc/>
    public void Read(uint address, Span<byte> destination, CancellationToken cancel)
    {
        for (var done = 0; done < destination.Length;)
        {
            cancel.ThrowIfCancellationRequested();
            var count = Math.Min(MostBytes, destination.Length - done);
            ReadBlock(address + (uint)done).CopyTo(destination.Slice(done, count));
            done += count;

            byte[] ReadBlock(uint at) => _talk.Repeatable(() => ReadOnce(at, count, cancel), cancel);
        }
    }

    /// <inheritdoc/>
    public void EraseAll(TimeSpan limit, CancellationToken cancel) => _talk.Repeatable(
        () =>
        {
            var command = EraseCommand();
            _talk.Command(command, "the erase command", null, cancel);
            if (command == UsartCommand.Erase) _wire.Send([AllPages, unchecked((byte)~AllPages)]);
            else _wire.SendChecked([AllSectors >> 8, AllSectors & 0xFF]);
            _wire.Acknowledge(_wire.AnswerLimit(2) + limit, "the erase of the whole chip", null, cancel);
            return true;
        },
        cancel);

    /// <inheritdoc/>
    public void EraseSector(BootSector sector, TimeSpan limit, CancellationToken cancel) => _talk.Repeatable(
        () =>
        {
            var command = EraseCommand();
            var wide = command != UsartCommand.Erase;
            _talk.Command(command, "the erase command", sector.Address, cancel);
            if (!wide && sector.Number >= AllPages)
                throw new BootLoaderException(BootFault.Refused, Name, $"This boot loader erases 255 single pages; page {sector.Number} is none of them.", sector.Address);
            _wire.SendChecked(wide ? [0, 0, (byte)(sector.Number >> 8), (byte)sector.Number] : [0, (byte)sector.Number]);
            _wire.Acknowledge(_wire.AnswerLimit(5) + limit, $"the erase of page {sector.Number}", sector.Address, cancel);
            return true;
        },
        cancel);

    /// <inheritdoc/>
    public void Write(uint address, ReadOnlySpan<byte> block, TimeSpan limit, CancellationToken cancel)
    {
        if (block.Length is 0 or > MostBytes || block.Length % Word != 0 || address % Word != 0)
            throw new ArgumentException($"1 to 64 whole words, not {block.Length} bytes at 0x{address:x8}", nameof(block));
        new UsartWrite(_talk, _wire, this, ErasedAt(address)).Run(address, block.ToArray(), limit, cancel);
    }

    /// <summary>Each block is in flash when it is acknowledged.</summary>
    public void Finish(TimeSpan limit, CancellationToken cancel)
    {
        // Nothing is held back.
    }

    /// <inheritdoc/>
    public void Leave(uint address, CancellationToken cancel)
    {
        if (_pins.HasReset)
        {
            _entry.ResetIntoFirmware(cancel);
            return;
        }

        _talk.Repeatable(
            () =>
            {
                _talk.Command(UsartCommand.Go, "the go command", address, cancel);
                _talk.Address(address, cancel);
                return true;
            },
            cancel);
    }

    /// <inheritdoc/>
    public bool HoldInReset()
    {
        if (!_pins.HasReset) return false;
        _pins.Set(boot0: false, reset: true);
        return true;
    }

    /// <summary>Write-protects sectors, in the numbers the boot loader has for them; the chip resets itself and must be connected anew.</summary>
    public void WriteProtect(IReadOnlyList<byte> sectors, CancellationToken cancel)
    {
        if (sectors.Count is 0 or > 256) throw new ArgumentException($"1 to 256 sectors, not {sectors.Count}", nameof(sectors));
        _talk.Command(_talk.Either(UsartCommand.WriteProtect, UsartCommand.NoStretchWriteProtect), "the write protect command", null, cancel);
        _wire.SendChecked([(byte)(sectors.Count - 1), .. sectors]);
        _wire.Acknowledge(ProtectionLimit, "write protection", null, cancel);
    }

    /// <summary>Lifts write protection of all sectors; the chip resets itself and must be connected anew.</summary>
    public void WriteUnprotect(CancellationToken cancel) =>
        Change(_talk.Either(UsartCommand.WriteUnprotect, UsartCommand.NoStretchWriteUnprotect), "the end of write protection", cancel);

    /// <summary>Read-protects the chip; it resets itself and must be connected anew.</summary>
    public void ReadoutProtect(CancellationToken cancel) =>
        Change(_talk.Either(UsartCommand.ReadoutProtect, UsartCommand.NoStretchReadoutProtect), "read protection", cancel);

    /// <summary>Lifts read protection, which erases the whole chip; it resets itself and must be connected anew.</summary>
    public void ReadoutUnprotect(CancellationToken cancel) =>
        Change(_talk.Either(UsartCommand.ReadoutUnprotect, UsartCommand.NoStretchReadoutUnprotect), "the end of read protection", cancel);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _pins.Dispose();
        _line.Dispose();
    }

    /// <summary>Two acknowledges: of the command, and of what it did (AN3155, sections 3.10 to 3.12). Never repeated: a second one would meet another chip.</summary>
    private void Change(UsartCommand command, string what, CancellationToken cancel)
    {
        _talk.Command(command, $"the command for {what}", null, cancel);
        _wire.Acknowledge(ProtectionLimit, what, null, cancel);
    }

    private byte[] ReadOnce(uint address, int count, CancellationToken cancel)
    {
        _talk.Command(UsartCommand.ReadMemory, "the read command", address, cancel);
        _talk.Address(address, cancel);
        _wire.Send([(byte)(count - 1), (byte)~(count - 1)]);
        _wire.Acknowledge(_wire.AnswerLimit(2), $"the read of {count} bytes", address, cancel);
        var bytes = new byte[count];
        _wire.Receive(bytes, "What was read", address);
        return bytes;
    }

    private UsartCommand EraseCommand() =>
        _talk.Erase ?? throw new BootLoaderException(BootFault.Refused, Name, "This boot loader has no command that erases.");

    private byte ErasedAt(uint address) =>
        _chip?.Flash.FirstOrDefault(bank => address >= bank.Start && address - bank.Start < bank.Size)?.ErasedValue ?? 0xFF;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
