// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Flashing.BootLoaders.Usart;

/// <summary>Commands and their first answers, and the repeats of those that may be repeated.</summary>
internal sealed class UsartTalk(UsartWire wire, UsartEntry entry)
{
    /// <summary>Noise comes singly; what fails three times is no noise.</summary>
    private const int Tries = 3;

    private readonly SortedSet<byte> _commands = [];

    /// <summary>Version of the boot loader's protocol, for example <c>2.2</c>.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Commands that had to be sent again.</summary>
    public int Repeats { get; private set; }

    /// <summary>Every command it has, in hex.</summary>
    public string CommandText => string.Join(' ', _commands.Select(command => command.ToString("x2")));

    /// <summary>The command that erases; null where there is none. A boot loader has Erase or Extended Erase, never both (AN3155, table 2).</summary>
    public UsartCommand? Erase =>
        Has(UsartCommand.ExtendedErase) ? UsartCommand.ExtendedErase
        : Has(UsartCommand.Erase) ? UsartCommand.Erase
        : Has(UsartCommand.NoStretchErase) ? UsartCommand.NoStretchErase : null;

    /// <summary>The plain command; the no-stretch one where only that is there.</summary>
    public UsartCommand Either(UsartCommand plain, UsartCommand noStretch) => Has(plain) || !Has(noStretch) ? plain : noStretch;

    /// <summary>Get (AN3155, section 3.1): how many bytes follow less one, the version, the commands.</summary>
    public void LearnCommands(CancellationToken cancel)
    {
        var answer = Repeatable(() => Listed(UsartCommand.Get, "the get command", cancel), cancel);
        _commands.Clear();
        foreach (var command in answer.AsSpan(1)) _commands.Add(command);
        if (!Has(UsartCommand.GetId) || !Has(UsartCommand.ReadMemory) || !(Has(UsartCommand.WriteMemory) || Has(UsartCommand.NoStretchWriteMemory)))
            throw new BootLoaderException(BootFault.Garbled, wire.Name, "What answers is no boot loader of an STM32.", null, "commands 02, 11 and 31", CommandText);
        Version = $"{answer[0] >> 4}.{answer[0] & 0xF}";
    }

    /// <summary>Get ID (AN3155, section 3.3): two bytes, the upper one first.</summary>
    public uint ProductId(CancellationToken cancel)
    {
        var answer = Repeatable(() => Listed(UsartCommand.GetId, "the get id command", cancel), cancel);
        if (answer.Length != 2)
            throw new BootLoaderException(BootFault.Garbled, wire.Name, "The product id has another length.", null, "2 bytes", $"{answer.Length} bytes");
        return BinaryPrimitives.ReadUInt16BigEndian(answer);
    }

    /// <summary>Sends a command and its complement.</summary>
    public void Command(UsartCommand command, string what, uint? address, CancellationToken cancel)
    {
        wire.Send([(byte)command, (byte)~(byte)command]);
        wire.Acknowledge(wire.AnswerLimit(2), what, address, cancel);
    }

    /// <summary>Sends an address, the upper byte first, and its checksum.</summary>
    public void Address(uint address, CancellationToken cancel)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, address);
        wire.SendChecked(bytes);
        wire.Acknowledge(wire.AnswerLimit(5), $"the address 0x{address:x8}", address, cancel);
    }

    /// <summary>Does something that may be done twice, again where it failed: a refusal too, for a byte with noise in it is refused.</summary>
    /// <exception cref="BootLoaderException">It failed each time; this is the last one.</exception>
    public T Repeatable<T>(Func<T> work, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return work();
            }
            catch (BootLoaderException) when (tries < Tries)
            {
                GetInStep(cancel);
            }
        }
    }

    /// <summary>Both ends in step after something went wrong.</summary>
    public void GetInStep(CancellationToken cancel)
    {
        Repeats++;
        entry.GetInStep(cancel);
    }

    private bool Has(UsartCommand command) => _commands.Contains((byte)command);

    /// <summary>Acknowledge, how many bytes less one, the bytes, acknowledge.</summary>
    private byte[] Listed(UsartCommand command, string what, CancellationToken cancel)
    {
        Command(command, what, null, cancel);
        Span<byte> count = stackalloc byte[1];
        wire.Receive(count, $"The answer to {what}");
        var bytes = new byte[count[0] + 1];
        wire.Receive(bytes, $"The answer to {what}");
        wire.Acknowledge(wire.AnswerLimit(1), $"the end of {what}", null, cancel);
        return bytes;
    }
}
