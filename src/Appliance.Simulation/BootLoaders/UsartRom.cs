// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Simulation.BootLoaders;

/// <summary>
/// The USART boot loader in the ROM of an STM32, byte by byte, made from AN3155 and AN2606. It is stricter than silicon: writes that are no whole words at a multiple of 4 are
/// refused and are a violation. As in silicon, nothing ends a command that does not come to its end but more bytes or a reset.
/// </summary>
internal sealed class UsartRom
{
    private const byte Ack = 0x79;
    private const byte Nack = 0x1F;
    private const byte Init = 0x7F;

    /// <summary>Still at work, said by the no-stretch commands (AN4221, section 2).</summary>
    private const byte Busy = 0x76;
    private const byte All = 0xFF;
    private const int Everything = 0xFFFF;

    private readonly IBootRom _rom;
    private readonly SimulatedUsartOptions _options;
    private readonly Action<string> _violation;
    private readonly List<byte> _frame = [];
    private int _wanted;
    private bool _saysBusy;
    private Action<byte[]> _then = _ => { };

    /// <summary>Makes a boot loader that waits for its first byte.</summary>
    public UsartRom(IBootRom rom, SimulatedUsartOptions options, Action<string> violation)
    {
        (_rom, _options, _violation) = (rom, options, violation);
        Restart();
    }

    /// <summary>What it answers: bytes, and how long it works before it sends them.</summary>
    public Action<byte[], long> Answer { get; set; } = (_, _) => { };

    /// <summary>Whether it measured the speed of the host.</summary>
    public bool InStep { get; private set; }

    /// <summary>Where it jumped to; null while it is in charge.</summary>
    public uint? Left { get; private set; }

    /// <summary>After a reset with BOOT0 high.</summary>
    public void Restart()
    {
        (InStep, Left) = (false, null);
        Expect(1, FirstByte);
    }

    /// <summary>Takes one byte.</summary>
    public void Receive(byte value)
    {
        if (Left is not null) return;
        _frame.Add(value);
        if (_frame.Count < _wanted) return;
        var frame = _frame.ToArray();
        _frame.Clear();
        _then(frame);
    }

    /// <summary>Anything but 0x7F makes it measure a speed that is none: it is deaf until the next reset.</summary>
    private void FirstByte(byte[] frame)
    {
        if (frame[0] != Init)
        {
            Expect(int.MaxValue, _ => { });
            return;
        }

        InStep = true;
        Done();
    }

    private void Expect(int count, Action<byte[]> then) => (_wanted, _then) = (count, then);

    private void Idle() => Expect(2, Command);

    private void Done(long busy = 0)
    {
        var slice = _saysBusy ? busy / 3 : 0;
        if (slice > 0)
        {
            Answer([Busy], slice);
            Answer([Busy], slice);
        }

        Answer([Ack], busy - (2 * slice));
        Idle();
    }

    /// <summary>The command a no-stretch one (AN4221, table 2) is a variant of; any other is itself.</summary>
    private static byte Plain(byte command) => command switch
    {
        0x32 => 0x31,
        0x45 => 0x44,
        0x64 => 0x63,
        0x74 => 0x73,
        0x83 => 0x82,
        0x93 => 0x92,
        _ => command,
    };

    private void Refuse()
    {
        Answer([Nack], 0);
        Idle();
    }

    private void Command(byte[] frame)
    {
        var command = Plain(frame[0]);
        _saysBusy = command != frame[0];
        if ((byte)~frame[0] != frame[1] || !_options.Commands.Contains(frame[0]) || (_rom.ReadProtected && command is not (0x00 or 0x01 or 0x02 or 0x92)))
        {
            Refuse();
            return;
        }

        Answer([Ack], 0);
        switch (command)
        {
            case 0x00:
                Tell([(byte)_options.Commands.Count, _options.Version, .. _options.Commands]);
                break;
            case 0x01:
                Tell([_options.Version, 0, 0]);
                break;
            case 0x02:
                Tell([1, (byte)(_rom.ProductId >> 8), (byte)_rom.ProductId]);
                break;
            case 0x11:
                Address(Read);
                break;
            case 0x21:
                Address(Go);
                break;
            case 0x31:
                Address(Write);
                break;
            case 0x43:
                Expect(1, Erase);
                break;
            case 0x44:
                Expect(2, ExtendedErase);
                break;
            case 0x63:
                Expect(1, WriteProtect);
                break;
            default:
                Protection(command);
                break;
        }
    }

    private void Protection(byte command)
    {
        var busy = command switch
        {
            0x73 => _rom.WriteUnprotect(),
            0x82 => _rom.ReadoutProtect(),
            _ => _rom.ReadoutUnprotect(),
        };
        Done(busy);
        ResetSelf();
    }

    private void Tell(byte[] bytes)
    {
        Answer(bytes, 0);
        Done();
    }

    private void Address(Action<uint> then) => Expect(5, frame =>
    {
        var address = BinaryPrimitives.ReadUInt32BigEndian(frame);
        Span<byte> any = stackalloc byte[1];
        if (Sum(frame) != 0 || !_rom.TryRead(address, any))
        {
            Refuse();
            return;
        }

        Answer([Ack], 0);
        then(address);
    });

    private void Read(uint address) => Expect(2, frame =>
    {
        var bytes = new byte[frame[0] + 1];
        if ((byte)~frame[0] != frame[1] || !_rom.TryRead(address, bytes))
        {
            Refuse();
            return;
        }

        Answer([Ack], 0);
        Answer(bytes, 0);
        Idle();
    });

    private void Go(uint address)
    {
        Left = address;
    }

    private void Write(uint address) => Expect(1, count => Expect(count[0] + 2, frame =>
    {
        var data = frame.AsSpan(0, frame.Length - 1);
        if ((byte)(Sum(frame) ^ count[0]) != 0)
        {
            Refuse();
            return;
        }

        if (address % 4 != 0 || data.Length % 4 != 0)
        {
            _violation($"the boot loader was told to write {data.Length} bytes at 0x{address:X8}: no whole words");
            Refuse();
            return;
        }

        if (_options.RefusesWrites) Refuse();
        else if (address == _rom.OptionBytes && data.Length == 16) WriteOptions(data);
        else if (_rom.TryWrite(address, data, out var busy)) Done(busy);
        else Refuse();
    }));

    private void WriteOptions(ReadOnlySpan<byte> data)
    {
        Done(_rom.WriteOptions(data));
        ResetSelf();
    }

    private void Erase(byte[] count)
    {
        if (count[0] == All) Expect(1, frame => EraseEverything(frame[0] == 0));
        else Expect(count[0] + 2, frame => ErasePages((byte)(Sum(frame) ^ count[0]), [.. frame[..^1].Select(page => (int)page)]));
    }

    private void ExtendedErase(byte[] count)
    {
        var number = BinaryPrimitives.ReadUInt16BigEndian(count);
        if (number == Everything)
        {
            Expect(1, frame => EraseEverything(frame[0] == 0));
            return;
        }

        if (number >= _rom.Pages)
        {
            Refuse();
            return;
        }

        Expect((2 * (number + 1)) + 1, frame => ErasePages(
            (byte)(Sum(frame) ^ Sum(count)), [.. frame[..^1].Chunk(2).Select(page => (int)BinaryPrimitives.ReadUInt16BigEndian(page))]));
    }

    private void EraseEverything(bool well)
    {
        if (well && !_options.NoMassErase) Done(_rom.EraseAll());
        else Refuse();
    }

    private void ErasePages(byte rest, int[] pages)
    {
        if (rest != 0 || pages.Any(page => page >= _rom.Pages)) Refuse();
        else Done(pages.Sum(_rom.ErasePage));
    }

    private void WriteProtect(byte[] count) => Expect(count[0] + 2, frame =>
    {
        if ((byte)(Sum(frame) ^ count[0]) != 0)
        {
            Refuse();
            return;
        }

        Done(_rom.WriteProtect(frame.AsSpan(0, frame.Length - 1)));
        ResetSelf();
    });

    private void ResetSelf()
    {
        _rom.Reset();
        Restart();
    }

    private static byte Sum(ReadOnlySpan<byte> bytes)
    {
        byte sum = 0;
        foreach (var one in bytes) sum ^= one;
        return sum;
    }
}
