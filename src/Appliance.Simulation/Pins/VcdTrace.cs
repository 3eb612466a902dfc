// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Simulation.Pins;

/// <summary>
/// Writes the pins as a value change dump (IEEE 1364-2001, clause 18) in units of 10 ns. SWDIO is the merged net: host, target, pull-up.
/// Lane 0 has <c>swclk swdio nreset</c> and, under their JTAG names, <c>tck tms tdi tdo</c>; lane n has <c>swdioN nresetN</c>.
/// </summary>
internal sealed class VcdTrace : IPinTrace
{
    private const long Unit = 10_000;
    private const char FirstCode = '!';
    private const int Swclk = 0;
    private const int Tck = 1;
    private const int Tms = 2;
    private const int Tdi = 3;
    private const int Tdo = 4;
    private const int FirstLane = 5;

    private readonly TextWriter _writer;
    private readonly int[] _levels;
    private long _written = -1;

    public VcdTrace(TextWriter writer, int lanes)
    {
        _writer = writer;
        var names = Names(lanes);
        _levels = new int[names.Count];
        Array.Fill(_levels, -1);
        _writer.Write("$timescale 10 ns $end\n$scope module board $end\n");
        for (var i = 0; i < names.Count; i++)
            _writer.Write($"$var wire 1 {Code(i)} {names[i]} $end\n");
        _writer.Write("$upscope $end\n$enddefinitions $end\n");
        for (var lane = 0; lane < lanes; lane++)
            Put(0, Nreset(lane), 1);
    }

    /// <inheritdoc/>
    public void Cycle(long start, long period, int lane, int before, int after, int testData)
    {
        var low = Math.Max(start / Unit, lane == 0 ? _written + 1 : 0);
        var high = Math.Max((start + (period / 2)) / Unit, low + 1);
        if (lane == 0)
            Clock(low, 0, before, testData);
        Put(low, Swdio(lane), before);
        if (lane == 0)
            Clock(high, 1, before, testData);
        Put(high + 1, Swdio(lane), after);
    }

    /// <inheritdoc/>
    public void Reset(long at, int lane, bool low) => Put(at / Unit, Nreset(lane), low ? 0 : 1);

    private static List<string> Names(int lanes)
    {
        List<string> names = ["swclk", "tck", "tms", "tdi", "tdo"];
        for (var lane = 0; lane < lanes; lane++)
        {
            var suffix = lane == 0 ? "" : lane.ToString(CultureInfo.InvariantCulture);
            names.Add($"swdio{suffix}");
            names.Add($"nreset{suffix}");
        }

        return names;
    }

    private static int Swdio(int lane) => FirstLane + (lane * 2);

    private static int Nreset(int lane) => FirstLane + (lane * 2) + 1;

    private static string Code(int signal) => ((char)(FirstCode + signal)).ToString();

    private void Clock(long at, int level, int mode, int testData)
    {
        Put(at, Swclk, level);
        Put(at, Tck, level);
        Put(at, Tms, mode);
        Put(at, Tdi, testData & 1);
        Put(at, Tdo, testData >> 1);
    }

    private void Put(long at, int signal, int level)
    {
        if (_levels[signal] == level)
            return;
        _levels[signal] = level;
        if (at > _written)
        {
            _written = at;
            _writer.Write($"#{at}\n");
        }

        _writer.Write(level == 0 ? '0' : '1');
        _writer.Write((char)(FirstCode + signal));
        _writer.Write('\n');
    }
}
