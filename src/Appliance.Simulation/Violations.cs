// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation;

/// <summary>
/// Things a programmer did that real silicon might forgive and a manual does not allow. Tests assert that the list is empty.
/// </summary>
public sealed class Violations
{
    private const int Kept = 1000;
    private readonly List<string> _list = [];

    /// <summary>The first 1000, in order.</summary>
    public IReadOnlyList<string> List => _list;

    /// <summary>How many there were.</summary>
    public long Count { get; private set; }

    /// <summary>Forgets them.</summary>
    public void Clear()
    {
        _list.Clear();
        Count = 0;
    }

    internal void Add(string what)
    {
        Count++;
        if (_list.Count < Kept)
            _list.Add(what);
    }
}
