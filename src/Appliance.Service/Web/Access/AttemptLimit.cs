// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Service.Web.Access;

/// <summary>How many tries, and what comes after.</summary>
/// <param name="Free">Tries before the first wait.</param>
/// <param name="First">The first wait; each further failure doubles it.</param>
/// <param name="Longest">The longest wait.</param>
internal sealed record AttemptRules(int Free, TimeSpan First, TimeSpan Longest)
{
    /// <summary>For one caller: 5 tries, then 30 s to 15 min between two.</summary>
    public static AttemptRules OneCaller { get; } = new(5, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(15));

    /// <summary>For the whole network together: many callers guess no faster than this.</summary>
    public static AttemptRules Everybody { get; } = new(50, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));
}

/// <summary>
/// Makes guessing slow. A try counts as failed from its beginning, so that many at once gain nothing; <see cref="Succeeded"/> takes that back.
/// Safe from several threads.
/// </summary>
internal sealed class AttemptLimit(TimeProvider time, AttemptRules rules)
{
    /// <summary>A caller who failed and stays away is forgotten after this.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>Callers kept in mind; beyond it the one who tried longest ago is forgotten.</summary>
    private const int MostCallers = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Tries> _callers = new(StringComparer.Ordinal);

    /// <summary>Begins a try.</summary>
    /// <param name="caller">Who tries.</param>
    /// <returns>How long to wait first; null when the try may be made now.</returns>
    public TimeSpan? Begin(string caller)
    {
        lock (_lock)
        {
            Forget();
            var now = time.GetTimestamp();
            var before = _callers.GetValueOrDefault(caller, new Tries(0, now, TimeSpan.Zero));
            var left = before.Wait - time.GetElapsedTime(before.At, now);
            if (left > TimeSpan.Zero)
                return left;
            var failures = before.Failures + 1;
            _callers[caller] = new Tries(failures, now, WaitAfter(failures));
            return null;
        }
    }

    /// <summary>The try was right: the caller begins anew.</summary>
    public void Succeeded(string caller)
    {
        lock (_lock)
            _callers.Remove(caller);
    }

    private TimeSpan WaitAfter(int failures)
    {
        if (failures < rules.Free)
            return TimeSpan.Zero;
        var doublings = Math.Min(failures - rules.Free, 20);
        return TimeSpan.FromTicks(Math.Min(rules.First.Ticks << doublings, rules.Longest.Ticks));
    }

    private void Forget()
    {
        var now = time.GetTimestamp();
        foreach (var (caller, tries) in _callers.ToList())
        {
            if (time.GetElapsedTime(tries.At, now) >= Memory + tries.Wait)
                _callers.Remove(caller);
        }

        if (_callers.Count >= MostCallers)
            _callers.Remove(_callers.MinBy(caller => caller.Value.At).Key);
    }

    private readonly record struct Tries(int Failures, long At, TimeSpan Wait);
}
