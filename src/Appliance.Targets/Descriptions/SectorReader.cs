// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace Appliance.Targets.Descriptions;

/// <summary>Lays the sectors of a template over a bank: equal pages, or runs of which the last goes on to the end of the bank.</summary>
internal sealed class SectorReader(string file, string path, TemplateFields template)
{
    /// <summary>The runs that cover a bank, each with the times of one erase.</summary>
    /// <exception cref="ChipDataException">They do not end where the bank ends.</exception>
    public IReadOnlyList<(SectorRun Run, JsonElement Erase)> Read(JsonElement bank, uint size)
    {
        var usual = template.Get("times").TryGetProperty("sectorMilliseconds", out var times) ? times : default;
        if (template.Find("sectors") is not { } list)
            return [(Fill(template.Get("pageBytes").GetUInt32(), null, size, bank), usual)];
        var runs = new List<(SectorRun, JsonElement)>();
        var left = size;
        foreach (var entry in list.EnumerateArray())
        {
            if (left == 0)
                break;
            int? most = entry.TryGetProperty("count", out var count) ? count.GetInt32() : null;
            var run = Fill(entry.GetProperty("bytes").GetUInt32(), most, left, bank);
            left -= (uint)run.Count * run.Size;
            runs.Add((run, entry.TryGetProperty("eraseMilliseconds", out var own) ? own : usual));
        }

        return left == 0 ? runs : throw Uneven(bank, size);
    }

    private SectorRun Fill(uint bytes, int? most, uint left, JsonElement bank)
    {
        var count = Math.Min(most ?? int.MaxValue, (int)(left / bytes));
        return most is null && left % bytes != 0 ? throw Uneven(bank, left) : new SectorRun(count, bytes);
    }

    private ChipDataException Uneven(JsonElement bank, uint bytes) => new(
        file, $"{path}.flashKiB", $"the sectors of its template do not divide the {bytes} bytes left in the bank at {bank.GetProperty("start").GetString()}");
}
