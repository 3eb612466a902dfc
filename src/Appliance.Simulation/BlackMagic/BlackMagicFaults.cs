// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation.BlackMagic;

/// <summary>The troubles a simulated Black Magic Probe can have with its host, by name.</summary>
public static class BlackMagicFaults
{
    private static readonly (string Name, string Description, Func<Dice, BlackMagicTrouble> Make)[] Known =
    [
        ("silent", "nothing the probe says arrives", _ => new SilentProbe()),
        ("garbled-answers", "one answered byte in 10000 has a wrong bit", dice => new GarbledBytes(dice)),
        ("short-answers", "the last byte of every answer gets lost", _ => new ShortAnswers()),
        ("stale-answers", "every fiftieth answer comes twice", _ => new StaleAnswers()),
        ("stops-answering", "the probe hangs in the middle of the job", _ => new StopsAnswering()),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(fault => fault.Name)];

    /// <summary>What a fault does, in one sentence.</summary>
    /// <exception cref="ArgumentException">There is no such fault.</exception>
    public static string Describe(string name) => Find(name).Description;

    internal static BlackMagicTrouble Make(string? name, Dice dice) => name is null ? new BlackMagicTrouble() : Find(name).Make(dice);

    private static (string Name, string Description, Func<Dice, BlackMagicTrouble> Make) Find(string name) =>
        Array.Find(Known, fault => fault.Name == name) is { Name: not null } found
            ? found
            : throw new ArgumentException($"no trouble '{name}' of a Black Magic Probe; there are: {string.Join(' ', Names)}", nameof(name));
}

/// <summary>What happens to the bytes on their way to the host; nothing by itself.</summary>
internal class BlackMagicTrouble
{
    /// <summary>What arrives of one answer.</summary>
    public virtual byte[] ToHost(byte[] answer) => answer;
}

/// <summary>Nothing arrives.</summary>
internal sealed class SilentProbe : BlackMagicTrouble
{
    /// <inheritdoc/>
    public override byte[] ToHost(byte[] answer) => [];
}

/// <summary>Bits turn over.</summary>
internal sealed class GarbledBytes(Dice dice) : BlackMagicTrouble
{
    /// <inheritdoc/>
    public override byte[] ToHost(byte[] answer) =>
        [.. answer.Select(value => dice.Between(1, 10_000) == 1 ? (byte)(value ^ (1 << (int)dice.Between(0, 7))) : value)];
}

/// <summary>Answers stop too early.</summary>
internal sealed class ShortAnswers : BlackMagicTrouble
{
    /// <inheritdoc/>
    public override byte[] ToHost(byte[] answer) => answer.Length > 1 ? answer[..^1] : answer;
}

/// <summary>An answer is sent again, as after an acknowledge that got lost.</summary>
internal sealed class StaleAnswers : BlackMagicTrouble
{
    private int _answers;

    /// <inheritdoc/>
    public override byte[] ToHost(byte[] answer) => answer.Length > 1 && ++_answers % 50 == 0 ? [.. answer, .. answer] : answer;
}

/// <summary>It hangs.</summary>
internal sealed class StopsAnswering : BlackMagicTrouble
{
    private const int MostAnswers = 60;
    private int _answers;

    /// <inheritdoc/>
    public override byte[] ToHost(byte[] answer) => ++_answers > MostAnswers ? [] : answer;
}
