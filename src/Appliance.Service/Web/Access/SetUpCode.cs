// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;

namespace Appliance.Service.Web.Access;

/// <summary>
/// The one-time code of the first set-up: shown on the appliance's own display, typed on the page. Whoever reads it stands before the box.
/// It is spent by its first right use, and replaced after <see cref="Life"/> and after <see cref="MostWrong"/> wrong tries. Safe from several threads.
/// </summary>
internal sealed class SetUpCode(TimeProvider time, Action<string?> show) : IDisposable
{
    /// <summary>How long one code is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    /// <summary>Wrong tries, of all callers together, that a code stands.</summary>
    public const int MostWrong = 10;

    private const int Length = 8;

    /// <summary>No letter that looks like a digit or like another letter on a small display; no vowel that makes words. 26^8 is about 2^37.</summary>
    private const string Letters = "BCDFGHJKLMNPQRSTVWXZ345679";

    private readonly Lock _lock = new();
    private string? _code;
    private long _made;
    private int _wrong;
    private bool _spent;
    private ITimer? _renewal;

    /// <summary>Makes a code and shows it, until it is spent.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _renewal ??= time.CreateTimer(_ => RenewOld(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Renew();
        }
    }

    /// <summary>Spends the code where it is the right one.</summary>
    /// <param name="typed">What somebody typed; spaces, hyphens and small letters are forgiven.</param>
    /// <returns>Whether it was right. A code is right once.</returns>
    public bool Spend(string? typed)
    {
        lock (_lock)
        {
            if (_code is not { } code || time.GetElapsedTime(_made) >= Life)
                return false;
            if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Plain(typed)), Encoding.UTF8.GetBytes(code)))
            {
                if (++_wrong >= MostWrong)
                    Renew();
                return false;
            }

            EndLocked();
            return true;
        }
    }

    /// <summary>No code counts any more, and none is shown.</summary>
    public void End()
    {
        lock (_lock)
            EndLocked();
    }

    public void Dispose()
    {
        lock (_lock)
            _renewal?.Dispose();
    }

    private void EndLocked()
    {
        _spent = true;
        _code = null;
        _renewal?.Dispose();
        _renewal = null;
        show(null);
    }

    private void RenewOld()
    {
        lock (_lock)
        {
            if (!_spent)
                Renew();
        }
    }

    private void Renew()
    {
        _spent = false;
        _wrong = 0;
        _made = time.GetTimestamp();
        _code = RandomNumberGenerator.GetString(Letters, Length);
        _renewal?.Change(Life, Timeout.InfiniteTimeSpan);
        show($"{_code[..(Length / 2)]}-{_code[(Length / 2)..]}");
    }

    private static string Plain(string? typed) =>
        string.Concat((typed ?? "").Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
}
