// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Service.Web.Access;

/// <summary>How a log-in or a set-up ended.</summary>
internal enum Entry
{
    /// <summary>Well: there is a session.</summary>
    Granted,

    /// <summary>The password or code is wrong.</summary>
    Wrong,

    /// <summary>Too many tries; see the wait.</summary>
    Wait,

    /// <summary>The new password cannot be used; see the sentence.</summary>
    BadPassword,

    /// <summary>It is not the time for it: not set up yet, or set up already.</summary>
    NotNow,
}

/// <summary>The answer to somebody who wants in.</summary>
/// <param name="Entry">How it ended.</param>
/// <param name="Token">The session, where it was granted.</param>
/// <param name="Wait">How long to wait before the next try.</param>
/// <param name="Why">What is wrong with the new password.</param>
internal sealed record Answer(Entry Entry, string? Token = null, TimeSpan Wait = default, string? Why = null);

/// <summary>Log-in, log-out and first set-up of the appliance. Safe from several threads.</summary>
/// <param name="passwords">The engineer's password.</param>
/// <param name="code">The one-time code of the first set-up.</param>
/// <param name="time">Appliance time.</param>
internal sealed class AccessDesk(PasswordStore passwords, SetUpCode code, TimeProvider time) : IDisposable
{
    private readonly SessionBook _sessions = new(time);
    private readonly AttemptLimit _each = new(time, AttemptRules.OneCaller);
    private readonly AttemptLimit _all = new(time, AttemptRules.Everybody);

    /// <summary>One hash at a time: log-ins must not take the computer from the job that runs.</summary>
    private readonly SemaphoreSlim _hashing = new(1, 1);

    public PasswordState State => passwords.State;

    /// <summary>The session of a caller; null when he is not logged in.</summary>
    public Session? Session(Caller caller, bool isUse) =>
        caller.Token is { } token && passwords.Stamp is { Length: > 0 } stamp ? _sessions.Find(token, stamp, isUse) : null;

    /// <summary>Logs in.</summary>
    public async Task<Answer> LogIn(Caller caller, string? password, CancellationToken cancel)
    {
        if (State == PasswordState.Missing)
            return new Answer(Entry.NotNow);
        if (Begin(caller) is { } wait)
            return new Answer(Entry.Wait, Wait: wait);
        if (password is not { Length: > 0 and <= PasswordRules.Longest } || !await Hashing(() => passwords.Matches(password), cancel))
            return new Answer(Entry.Wrong);
        return Granted(caller);
    }

    /// <summary>Takes another password; every session ends but the new one.</summary>
    public async Task<Answer> Change(Caller caller, string? old, string? wanted, CancellationToken cancel)
    {
        if (PasswordRules.Trouble(wanted) is { } trouble)
            return new Answer(Entry.BadPassword, Why: trouble);
        var answer = await LogIn(caller, old, cancel);
        if (answer.Entry != Entry.Granted)
            return answer;
        passwords.Set(await Hashing(() => PasswordHash.Of(wanted!), cancel));
        return Granted(caller);
    }

    /// <summary>The first set-up: from the network with the code of the display, on this machine without.</summary>
    public async Task<Answer> SetUp(Caller caller, string? typed, string? wanted, CancellationToken cancel)
    {
        if (State != PasswordState.Missing)
            return new Answer(Entry.NotNow);
        if (PasswordRules.Trouble(wanted) is { } trouble)
            return new Answer(Entry.BadPassword, Why: trouble);
        if (!caller.IsLocal)
        {
            if (Begin(caller) is { } wait)
                return new Answer(Entry.Wait, Wait: wait);
            if (!code.Spend(typed))
                return new Answer(Entry.Wrong);
        }

        var hash = await Hashing(() => PasswordHash.Of(wanted!), cancel);
        if (!passwords.SetFirst(hash))
            return new Answer(Entry.NotNow);
        code.End();
        return Granted(caller);
    }

    /// <summary>Logs out.</summary>
    public void LogOut(Caller caller) => _sessions.End(caller.Token);

    public void Dispose()
    {
        code.Dispose();
        _hashing.Dispose();
    }

    private TimeSpan? Begin(Caller caller) => _each.Begin(caller.Key) ?? (caller.IsLocal ? null : _all.Begin(Caller.Everybody));

    private Answer Granted(Caller caller)
    {
        _each.Succeeded(caller.Key);
        if (!caller.IsLocal)
            _all.Succeeded(Caller.Everybody);
        _sessions.End(caller.Token);
        return new Answer(Entry.Granted, _sessions.Begin(passwords.Stamp).Token);
    }

    private async Task<T> Hashing<T>(Func<T> work, CancellationToken cancel)
    {
        await _hashing.WaitAsync(cancel);
        try
        {
            return await Task.Run(work, CancellationToken.None);
        }
        finally
        {
            _hashing.Release();
        }
    }
}
