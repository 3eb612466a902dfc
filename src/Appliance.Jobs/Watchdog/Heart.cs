// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Host;

namespace Appliance.Jobs.Watchdog;

/// <summary>
/// Beats for the service manager's watchdog. A beat follows a round in which every vital part was asked and went on; while one of them hangs or
/// stands still there is none, and the manager ends the program and starts it again. The timer only says when to ask.
/// </summary>
/// <param name="manager">Who hears the beats.</param>
/// <param name="parts">Who must go on.</param>
/// <param name="time">Appliance time.</param>
/// <param name="tell">Told what stands still, a sentence each time it is another one.</param>
public sealed class Heart(IServiceManager manager, IReadOnlyList<IVitalPart> parts, TimeProvider time, Action<string> tell)
{
    /// <summary>Rounds within the limit; sd_watchdog_enabled(3) wants two at least, and on a busy machine one may come late.</summary>
    private const int RoundsInLimit = 4;

    /// <summary>Who has not answered by this part of the limit is named while there is still time to.</summary>
    private const int PatienceInLimit = 2;

    private string _told = "";

    /// <summary>Beats until cancelled; returns at once where nobody listens.</summary>
    public async Task Beat(CancellationToken cancel)
    {
        if (manager.WatchdogLimit is not { } limit) return;
        try
        {
            while (true)
            {
                if (await AllGoOn(limit / PatienceInLimit, cancel)) manager.Alive();
                await Task.Delay(limit / RoundsInLimit, time, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task<bool> AllGoOn(TimeSpan patience, CancellationToken cancel)
    {
        var asked = parts.Select(part => (part, answer: Task.Run(() => Ask(part), CancellationToken.None))).ToList();
        var round = Task.WhenAll(asked.Select(one => one.answer));
        if (!await EndsWithin(round, patience, cancel))
        {
            Tell($"No answer from: {string.Join(", ", asked.Where(one => !one.answer.IsCompleted).Select(one => one.part.Name))}.");
            await round.WaitAsync(cancel);
        }

        var troubles = (await round).OfType<string>().ToList();
        Tell(string.Join(" ", troubles));
        return troubles.Count == 0;
    }

    /// <summary>A part that breaks when it is asked stands still.</summary>
    private static string? Ask(IVitalPart part)
    {
        try
        {
            return part.Ask();
        }
        catch (Exception broken)
        {
            return $"The {part.Name} is broken: {broken.Message}";
        }
    }

    private async Task<bool> EndsWithin(Task round, TimeSpan patience, CancellationToken cancel)
    {
        try
        {
            await round.WaitAsync(patience, time, cancel);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Tell(string what)
    {
        if (what == _told) return;
        _told = what;
        if (what.Length == 0) return;
        manager.Status(what);
        tell(what);
    }
}
