// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing;

/// <summary>Warnings of a session in order of appearance; one of each text.</summary>
internal sealed class WarningLog
{
    private readonly List<SessionWarning> _warnings = [];

    /// <summary>What was noted so far.</summary>
    public IReadOnlyList<SessionWarning> All => _warnings;

    /// <summary>Notes trouble that was overcome.</summary>
    /// <param name="code">Stable kebab-case word.</param>
    /// <param name="text">What happened and what was done.</param>
    public void Add(string code, string text)
    {
        var warning = new SessionWarning(code, text);
        if (!_warnings.Contains(warning))
            _warnings.Add(warning);
    }

    /// <summary>Notes trouble whose text grows while the job runs: the last text of a code replaces the one before.</summary>
    public void Replace(string code, string text)
    {
        var at = _warnings.FindIndex(warning => warning.Code == code);
        if (at < 0)
            _warnings.Add(new SessionWarning(code, text));
        else
            _warnings[at] = new SessionWarning(code, text);
    }
}
