// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;

namespace Appliance.Flashing.Tests.Fus.Sessions;

/// <summary>
/// Power, nRESET and the wire are cut in every operation on every FUS. The next press finishes the board, but for the stages in which silicon before FUS 1.1.0
/// has no way back: FUS writes option bytes. The plan had said so.
/// </summary>
public class FusCutTests
{
    /// <summary>Cuts of each row and kind here.</summary>
    private const int Sample = 2;

    /// <summary>With <c>APPLIANCE_LONG=1</c> each seventh point, another one for each kind of cut, and every point with <c>APPLIANCE_CUTS=all</c>.</summary>
    private const int Stride = 7;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("APPLIANCE_LONG") == "1";
    private static readonly bool IsWhole = Environment.GetEnvironmentVariable("APPLIANCE_CUTS") == "all";

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var row in CutRow.All)
                rows.Add(row.Fus, row.Operation);
            return rows;
        }
    }

    /// <summary>
    /// The reference: a part is cut in each state FUS goes through, and looked at. These are the states without a way back, by the model "no recovery below FUS
    /// 1.1.0" (ST wiki, STM32WB FUS, FAQ); no other FUS has one.
    /// </summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Reference_StatesWithoutAWayBack_AreThoseThatWriteOptionBytesBefore110(string fus, string operation)
    {
        var row = new CutRow(fus, operation);
        var lost = row.States().Where(state => row.CutIn(CutKind.Power, state).IsDead).ToList();
        Assert.Equal(Lost(fus, operation) is { } state ? [state] : [], lost);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Press_CutOff_IsFinishedByTheNext(string fus, string operation)
    {
        var row = new CutRow(fus, operation);
        var points = row.Points();
        var random = new Random(fus.Length + operation.Length);
        var cuts = from kind in Enum.GetValues<CutKind>()
                   from point in IsWhole ? Enumerable.Range(0, (int)points)
                       : IsLong ? Enumerable.Range(0, (int)points).Where(point => point % Stride == (int)kind)
                       : Enumerable.Range(0, Sample).Select(i => (int)((i + random.NextDouble()) * points / Sample))
                   select (kind, point);
        var wrong = new ConcurrentBag<string>();
        Parallel.ForEach(cuts.ToList(), cut =>
        {
            if (Judge(row, row.CutAt(cut.kind, cut.point), cut.kind) is { } problem)
                wrong.Add($"{cut.kind} at point {cut.point} of {points}: {problem}");
        });
        Assert.True(wrong.IsEmpty, $"{wrong.Count} of FUS {fus}, {operation}:\n{string.Join('\n', wrong.Order().Take(20))}");
    }

    private static string? Judge(CutRow row, CutEnd end, CutKind kind)
    {
        if (!end.IsDead || end.Problem is not null)
            return end.Problem;
        if (kind == CutKind.Wire || end.During != Lost(row.Fus, row.Operation))
            return $"lost in state {end.During:X2}";
        return end.Announced ? null : "lost, and the plan had not said that it may be";
    }

    /// <summary>The one state of each operation without a way back; null where every cut is mended.</summary>
    private static byte? Lost(string fus, string operation) => (fus, operation) switch
    {
        ("0.5.3" or "1.0.2", "install") => 0x13,
        ("0.5.3" or "1.0.2", "delete") => 0x12,
        ("0.5.3" or "1.0.2", "upgrade") => 0x24,
        _ => null,
    };
}
