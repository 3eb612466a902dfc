// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Lab.Tests.Lab;

/// <summary>What some lines were at one moment.</summary>
/// <param name="Seconds">Since the guest started, to the hundredth.</param>
/// <param name="Levels">A 0 or 1 for each line watched.</param>
public sealed record LineMoment(double Seconds, string Levels);

/// <summary>
/// Looks at lines all the time, in the guest, and notes each change. A level that lasts less than one look (some milliseconds in an
/// emulated guest, more on a busy machine) may be missed.
/// </summary>
public sealed class LineWatch
{
    private readonly Guest _guest;
    private readonly string _unit;
    private readonly IReadOnlyList<string> _lines;
    private readonly IReadOnlyList<string> _files;

    internal LineWatch(Guest guest, string name, IReadOnlyList<string> lines, IReadOnlyList<string> files)
    {
        (_guest, _unit, _lines, _files) = (guest, $"watch-{name}", lines, files);
    }

    private string Log => $"/run/{_unit}.log";

    /// <summary>Ends it, and gives all changes, the first entry being the levels at the start.</summary>
    public async Task<IReadOnlyList<LineMoment>> StopAsync()
    {
        await _guest.RunAsync($"systemctl stop {_unit}");
        return await SoFarAsync();
    }

    /// <summary>What was noted up to now.</summary>
    public async Task<IReadOnlyList<LineMoment>> SoFarAsync()
    {
        var text = await _guest.RunAsync($"cat {Log}");
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    /// <summary>Waits until a line has been at a level once since the watch began.</summary>
    public Task UntilSeenAsync(string line, bool level, TimeSpan? limit = null)
    {
        var before = new string('.', _lines.ToList().IndexOf(line));
        return _guest.UntilAsync($"grep -q ' {before}{(level ? 1 : 0)}' {Log}", limit);
    }

    internal async Task StartAsync()
    {
        var names = Enumerable.Range(0, _files.Count).Select(number => $"v{number}").ToArray();
        var look = string.Concat(names.Zip(_files, (name, file) => $"read -r {name} <{file}; "));
        var levels = string.Concat(names.Select(name => "$" + name));
        await _guest.RunAsync($"rm -f {Log}");
        await _guest.StartUnitAsync(
            _unit, $"exec dash -c 'last=; while :; do {look}now={levels}; [ $now = \"$last\" ] || {{ read -r up idle </proc/uptime; echo $up $now; last=$now; }}; done >{Log}'");
        await _guest.UntilAsync($"[ -s {Log} ]");
    }

    private static LineMoment Parse(string line)
    {
        var words = line.Split(' ');
        return new LineMoment(double.Parse(words[0], CultureInfo.InvariantCulture), words[1]);
    }
}
