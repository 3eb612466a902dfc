// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Yaml;

/// <summary>Collects the mistakes of one file; stops collecting, never counting wrong, at a number nobody reads beyond.</summary>
internal sealed class ProblemList(string file)
{
    /// <summary>More mistakes than this in one file mean it is another kind of file.</summary>
    public const int Maximum = 100;

    private readonly List<Problem> _problems = [];

    public string File => file;

    public int Count => _problems.Count;

    /// <summary>In order of line and column, those about the whole file first.</summary>
    public IReadOnlyList<Problem> Sorted => [.. _problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];

    /// <summary>Whether something is wrong at this very place already.</summary>
    public bool Has(YamlSpan at)
    {
        return _problems.Any(problem => (problem.Line, problem.Column) == (at.Line, at.Column));
    }

    public void Add(ProblemCode code, YamlSpan at, string message, string? suggestion = null)
    {
        Add(new Problem(code, file, at.Line, at.Column, message, suggestion));
    }

    public void AddWhole(ProblemCode code, string message)
    {
        Add(new Problem(code, file, 0, 0, message));
    }

    private void Add(Problem problem)
    {
        if (_problems.Count < Maximum)
            _problems.Add(problem);
    }
}
