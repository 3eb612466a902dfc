// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Lab.Tests.PowerCuts;

/// <summary>What was promised from outside, against what the journal holds afterwards.</summary>
internal sealed class Promises(long limit)
{
    private readonly Dictionary<string, (string Verdict, string Serial)> _acknowledged = [];
    private readonly HashSet<string> _begun = [];
    private readonly HashSet<string> _interrupted = [];
    private readonly Dictionary<string, (string Verdict, string Serial, string Board)> _has = [];

    /// <summary>Jobs that were acknowledged.</summary>
    public int Acknowledged => _acknowledged.Count;

    /// <summary>Jobs that a start of the program found as interrupted.</summary>
    public int Interrupted => _interrupted.Count;

    /// <summary>Promises that were broken, in sentences.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>Takes in a line of the program.</summary>
    public void Take(string line)
    {
        switch (line.Split(' '))
        {
            case ["HAS", var id, var verdict, var serial, var board]:
                _has[id] = (verdict, serial, board);
                break;
            case ["BEGIN", var id]:
                if (!_begun.Add(id)) Broken.Add($"{id} was given to two jobs.");
                break;
            case ["ACK", var id, var verdict, var serial, var code]:
                if (code is not ("-" or "E112")) Broken.Add($"{id} ended with {code}.");
                _acknowledged[id] = (verdict, serial);
                break;
            case ["READY"]:
                Check();
                _has.Clear();
                break;
        }
    }

    /// <summary>Looks at what a start of the program found.</summary>
    private void Check()
    {
        foreach (var (id, promise) in _acknowledged)
        {
            if (!_has.TryGetValue(id, out var found)) Broken.Add($"{id} was acknowledged and is lost.");
            else if ((found.Verdict, found.Serial) != promise) Broken.Add($"{id} was acknowledged as {promise} and is {found}.");
        }

        foreach (var (id, found) in _has)
        {
            if (found.Verdict == "RUNNING") Broken.Add($"{id} still runs after the cut.");
        }

        foreach (var twice in _has.Values.Where(record => record.Serial != "-").GroupBy(record => record.Serial).Where(g => g.Select(r => r.Board).Distinct().Count() > 1))
        {
            Broken.Add($"Serial {twice.Key} was given to {twice.Select(r => r.Board).Distinct().Count()} boards.");
        }

        var made = _has.Values.Where(record => record.Verdict == "PASS").Select(record => record.Board).Distinct().Count();
        if (made > limit) Broken.Add($"{made} boards were made, {limit} were allowed.");
        _interrupted.UnionWith(_has.Where(record => record.Value.Verdict == "INTERRUPTED").Select(record => record.Key));
    }
}
