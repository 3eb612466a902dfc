// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Lab.Tests.Lab;

/// <summary>What some lines were at one moment.</summary>
/// <param name="Seconds">By the guest's clock.</param>
/// <param name="Levels">A 0 or 1 for each line watched.</param>
public sealed record LineMoment(double Seconds, string Levels);

/// <summary>
/// Looks at lines all the time, in the guest, and notes each change. What counts is what two looks running saw alike: lines are read one after
/// another, so a look may see one before and one after a switch. A level that lasts less than two looks (some hundredths of a second in an
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

    /// <summary>Waits until the lines have had these levels once since the watch began; a dot stands for either.</summary>
    public Task UntilLevelsAsync(string levels, TimeSpan? limit = null) => _guest.UntilAsync($"grep -q ' {levels}$' {Log}", limit);

    /// <summary>Waits until a line has been at a level once since the watch began.</summary>
    public Task UntilSeenAsync(string line, bool level, TimeSpan? limit = null)
    {
        var levels = string.Concat(_lines.Select(other => other != line ? "." : level ? "1" : "0"));
        return UntilLevelsAsync(levels, limit);
    }

    internal async Task StartAsync()
    {
        var names = Enumerable.Range(0, _files.Count).Select(number => $"v{number}").ToArray();
        var look = string.Concat(names.Zip(_files, (name, file) => $"read -r {name} <{file}; "));
        var levels = string.Concat(names.Select(name => "$" + name));
        await _guest.RunAsync($"rm -f {Log}");
        await _guest.StartUnitAsync(
            _unit,
            $"exec {{never}}<> <(:); seen=; last=; while :; do {look}now={levels}; "
            + "if [ $now = \"$seen\" ] && [ $now != \"$last\" ]; then echo $EPOCHREALTIME $now; last=$now; fi; seen=$now; "
            + $"read -rt 0.01 -u $never; done >{Log}");
        await _guest.UntilAsync($"[ -s {Log} ]");
    }

    private static LineMoment Parse(string line)
    {
        var words = line.Split(' ');
        return new LineMoment(double.Parse(words[0], CultureInfo.InvariantCulture), words[1]);
    }
}
