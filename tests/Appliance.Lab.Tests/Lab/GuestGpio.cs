// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Lab.Tests.Lab;

/// <summary>GPIO chips that the kernel's gpio-sim makes: true lines of the character device, with a hand on the other side of each.</summary>
public sealed class GuestGpio(Guest guest)
{
    /// <summary>Makes a chip.</summary>
    /// <param name="label">Its label, as <c>appliance.yaml</c> names it; letters, digits and dashes.</param>
    /// <param name="lines">The names of its lines, in order.</param>
    public async Task<SimulatedChip> CreateAsync(string label, params string[] lines)
    {
        var config = $"/sys/kernel/config/gpio-sim/{label}";
        var named = string.Concat(lines.Select((name, number) => $"mkdir $C/bank0/line{number}; echo {name} >$C/bank0/line{number}/name; "));
        var folder = await guest.RunAsync(
            $"modprobe gpio_sim; C={config}; mkdir $C $C/bank0; echo {label} >$C/bank0/label; echo {lines.Length} >$C/bank0/num_lines; {named}"
            + "echo 1 >$C/live; echo /sys/devices/platform/$(cat $C/dev_name)/$(cat $C/bank0/chip_name)");
        return new SimulatedChip(guest, config, folder, lines);
    }
}

/// <summary>One simulated GPIO chip. A line the appliance does not drive has the level of its pull.</summary>
public sealed class SimulatedChip : IAsyncDisposable
{
    private readonly Guest _guest;
    private readonly string _config;
    private readonly string _folder;
    private readonly string[] _lines;

    internal SimulatedChip(Guest guest, string config, string folder, string[] lines)
    {
        (_guest, _config, _folder, _lines) = (guest, config, folder, lines);
    }

    /// <summary>Pulls an input to a level.</summary>
    public Task PullAsync(string line, bool high) => _guest.RunAsync(PullCommand(line, high));

    /// <summary>The shell command that pulls a line, for trains of edges that must be quick.</summary>
    public string PullCommand(string line, bool high) => $"echo pull-{(high ? "up" : "down")} >{FolderOf(line)}/pull";

    /// <summary>The level of a line: what is driven, else the pull.</summary>
    public async Task<bool> ReadAsync(string line) => await _guest.RunAsync($"cat {FolderOf(line)}/value") == "1";

    /// <summary>Chip and number of a line, as gpioset wants them.</summary>
    public string NumberedName(string line) => $"{Path.GetFileName(_config)} {Array.IndexOf(_lines, line)}";

    /// <summary>Begins to note each change of some lines.</summary>
    /// <param name="name">A word for the file and the unit.</param>
    /// <param name="lines">The lines, at most nine.</param>
    public async Task<LineWatch> WatchAsync(string name, params string[] lines)
    {
        var watch = new LineWatch(_guest, name, lines, [.. lines.Select(line => $"{FolderOf(line)}/value")]);
        await watch.StartAsync();
        return watch;
    }

    /// <summary>Takes the chip away, as if its driver was unloaded.</summary>
    public async ValueTask DisposeAsync() =>
        await _guest.RunAsync($"cd {_config} && echo 0 >live && rmdir bank0/line* && rmdir bank0 && cd / && rmdir {_config}");

    private string FolderOf(string line)
    {
        var number = Array.IndexOf(_lines, line);
        return number >= 0 ? $"{_folder}/sim_gpio{number}" : throw new ArgumentException($"no line {line} on this chip", nameof(line));
    }
}
