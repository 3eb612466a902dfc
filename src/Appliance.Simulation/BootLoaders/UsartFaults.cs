// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation.BootLoaders;

/// <summary>The troubles a simulated serial line can have, by name.</summary>
public static class UsartFaults
{
    private static readonly (string Name, string Description, Func<Dice, UsartTrouble> Make)[] Known =
    [
        ("silent-line", "nothing the chip says arrives", _ => new SilentLine()),
        ("noise-before-sync", "a pulse on the line before the first 0x7f of each reset but every third", _ => new NoiseBeforeSync()),
        ("garbled-answers", "one answered byte in 3000 has a wrong bit", dice => new GarbledAnswers(dice)),
        ("lost-bytes", "one byte in 2000 to the chip gets lost", dice => new LostBytes(dice)),
        ("lost-acknowledge", "the acknowledge of every ninth block gets lost", _ => new LostAcknowledge()),
        ("late-answers", "every fortieth acknowledge comes three seconds late", _ => new LateAnswers()),
        ("short-answers", "the last byte of every long answer gets lost", _ => new ShortAnswers()),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(fault => fault.Name)];

    /// <summary>What a fault does, in one sentence.</summary>
    /// <exception cref="ArgumentException">There is no such fault.</exception>
    public static string Describe(string name) => Find(name).Description;

    internal static UsartTrouble Make(string? name, Dice dice) => name is null ? new UsartTrouble() : Find(name).Make(dice);

    private static (string Name, string Description, Func<Dice, UsartTrouble> Make) Find(string name) =>
        Array.Find(Known, fault => fault.Name == name) is { Name: not null } found ? found : throw new ArgumentException($"no fault '{name}' of a serial line; there are: {string.Join(' ', Names)}", nameof(name));
}

/// <summary>What a line does to the bytes on it; none by itself.</summary>
internal class UsartTrouble
{
    /// <summary>The chip was reset into its boot loader.</summary>
    /// <returns>What arrives at the chip by itself.</returns>
    public virtual byte[] AtReset() => [];

    /// <summary>One byte to the chip; null where it gets lost.</summary>
    public virtual byte? ToChip(byte value) => value;

    /// <summary>One answer of the chip.</summary>
    public virtual byte[] ToHost(byte[] answer) => answer;

    /// <summary>How much later an answer comes.</summary>
    public virtual TimeSpan Late(byte[] answer) => TimeSpan.Zero;
}

/// <summary>Nothing arrives.</summary>
internal sealed class SilentLine : UsartTrouble
{
    /// <inheritdoc/>
    public override byte[] ToHost(byte[] answer) => [];
}

/// <summary>The chip measures a speed that is none.</summary>
internal sealed class NoiseBeforeSync : UsartTrouble
{
    private int _resets;

    /// <inheritdoc/>
    public override byte[] AtReset() => ++_resets % 3 == 0 ? [] : [0xF8];
}

/// <summary>Bits turn over on the way back.</summary>
internal sealed class GarbledAnswers(Dice dice) : UsartTrouble
{
    /// <inheritdoc/>
    public override byte[] ToHost(byte[] answer) =>
        [.. answer.Select(value => dice.Between(1, 3000) == 1 ? (byte)(value ^ (1 << (int)dice.Between(0, 7))) : value)];
}

/// <summary>Bytes get lost on the way there.</summary>
internal sealed class LostBytes(Dice dice) : UsartTrouble
{
    /// <inheritdoc/>
    public override byte? ToChip(byte value) => dice.Between(1, 2000) == 1 ? null : value;
}

/// <summary>Blocks are written, and the host is not told. A long frame came just before an acknowledge.</summary>
internal sealed class LostAcknowledge : UsartTrouble
{
    private int _received;
    private int _blocks;

    /// <inheritdoc/>
    public override byte? ToChip(byte value)
    {
        _received++;
        return value;
    }

    /// <inheritdoc/>
    public override byte[] ToHost(byte[] answer)
    {
        var afterBlock = _received > 100;
        _received = 0;
        return afterBlock && ++_blocks % 9 == 0 ? [] : answer;
    }
}

/// <summary>Acknowledges come late.</summary>
internal sealed class LateAnswers : UsartTrouble
{
    private int _answers;

    /// <inheritdoc/>
    public override TimeSpan Late(byte[] answer) => answer is [0x79] && ++_answers % 40 == 0 ? TimeSpan.FromSeconds(3) : TimeSpan.Zero;
}

/// <summary>Answers stop too early.</summary>
internal sealed class ShortAnswers : UsartTrouble
{
    /// <inheritdoc/>
    public override byte[] ToHost(byte[] answer) => answer.Length > 4 ? answer[..^1] : answer;
}
