// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;

namespace Appliance.Service.Web.Access;

/// <summary>One log-in.</summary>
/// <param name="Csrf">What a page of this log-in must send with each change; foreign pages cannot read it.</param>
/// <param name="Begun">Time stamp of the log-in.</param>
/// <param name="Stamp">Names the password it was made with, see <see cref="PasswordStore.Stamp"/>.</param>
internal sealed record Session(string Csrf, long Begun, string Stamp);

/// <summary>
/// Who is logged in. Kept in memory alone: a restart logs everybody out. A session ends when it was not used for <see cref="Idle"/>, after
/// <see cref="Longest"/> in any case, on log-out, and when the password is another. Safe from several threads.
/// </summary>
internal sealed class SessionBook(TimeProvider time)
{
    /// <summary>End of a session that does nothing.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    /// <summary>End of any session: a shift and some.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>Sessions at a time; a further log-in ends the one used longest ago.</summary>
    public const int Most = 32;

    /// <summary>256 bits nobody guesses (OWASP Session Management Cheat Sheet asks for 64).</summary>
    private const int TokenBytes = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _sessions = new(StringComparer.Ordinal);

    /// <summary>Begins a session.</summary>
    /// <param name="stamp">The password it is made with.</param>
    /// <returns>The token that is the session: for its owner's cookie and for nobody else. The book keeps only its hash.</returns>
    public (string Token, Session Session) Begin(string stamp)
    {
        var (token, session) = (NewToken(), new Session(NewToken(), time.GetTimestamp(), stamp));
        lock (_lock)
        {
            RemoveEnded();
            if (_sessions.Count >= Most)
                _sessions.Remove(_sessions.MinBy(entry => entry.Value.Used).Key);
            _sessions[KeyOf(token)] = new Entry(session, session.Begun);
        }

        return (token, session);
    }

    /// <summary>The session of a token; null when there is none or it has ended.</summary>
    /// <param name="token">What the cookie says.</param>
    /// <param name="stamp">The password that counts now.</param>
    /// <param name="isUse">Whether a person did something: a page that only keeps itself up to date keeps no session alive.</param>
    public Session? Find(string? token, string stamp, bool isUse)
    {
        if (string.IsNullOrEmpty(token))
            return null;
        lock (_lock)
        {
            RemoveEnded();
            var key = KeyOf(token);
            if (!_sessions.TryGetValue(key, out var entry))
                return null;
            if (entry.Session.Stamp != stamp)
            {
                _sessions.Remove(key);
                return null;
            }

            if (isUse)
                _sessions[key] = entry with { Used = time.GetTimestamp() };
            return entry.Session;
        }
    }

    /// <summary>Ends the session of a token.</summary>
    public void End(string? token)
    {
        if (string.IsNullOrEmpty(token))
            return;
        lock (_lock)
            _sessions.Remove(KeyOf(token));
    }

    private void RemoveEnded()
    {
        var now = time.GetTimestamp();
        foreach (var (key, entry) in _sessions.ToList())
        {
            if (time.GetElapsedTime(entry.Used, now) >= Idle || time.GetElapsedTime(entry.Session.Begun, now) >= Longest)
                _sessions.Remove(key);
        }
    }

    private static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));

    private static string KeyOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private sealed record Entry(Session Session, long Used);
}
