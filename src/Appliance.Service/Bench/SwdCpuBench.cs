// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;
using Appliance.Platform.Wires;
using Appliance.Probes.Swd;

namespace Appliance.Service.Bench;

/// <summary>What one SWCLK cycle costs on the CPU.</summary>
/// <param name="NsPerClock1">Nanoseconds a cycle, the engine with one lane.</param>
/// <param name="NsPerClock8">Nanoseconds a cycle, the engine with eight lanes and a word of its own on each.</param>
/// <param name="NsPerClockC">Nanoseconds a cycle of the plain C loop for one lane; null where it could not be built.</param>
public sealed record SwdCpuFigures(double NsPerClock1, double NsPerClock8, double? NsPerClockC);

/// <summary>Measures the engine on a wire of plain memory: as many writes as reads. The tenth percentile of many warm
/// runs, each shorter than a time slice: what is slower was shared with other programs. The C loop is measured the same way.</summary>
public static class SwdCpuBench
{
    private const int Runs = 2000, Words = 256;

    /// <summary>Measures; <paramref name="cSource"/> is built with <c>gcc -O2</c> where both are there.</summary>
    public static SwdCpuFigures Measure(string? cSource)
    {
        Func<double> first = One(), second = Eight();
        Warm(first);
        Warm(second);
        (double one, double eight) = Tenths(first, second);
        return new SwdCpuFigures(one, eight, cSource is not null && File.Exists(cSource) ? C(cSource) : null);
    }

    private static Func<double> One()
    {
        StoreLoadLine line = new(1);
        SwdLink link = new(line);
        link.Connect(1_000_000);
        uint[] values = [.. Enumerable.Range(0, Words).Select(i => (uint)i * 0x9E3779B1u)];
        uint[] read = new uint[Words];
        return () => Time(line, () =>
        {
            link.WriteApBlock(0, 0x0C, values);
            link.ReadApBlock(0, 0x0C, read);
        });
    }

    private static Func<double> Eight()
    {
        StoreLoadLine line = new(8);
        SwdLaneGroup group = new(line);
        group.Connect(1_000_000, TimeSpan.FromSeconds(1));
        uint[] values = [.. Enumerable.Range(0, Words * 8).Select(i => (uint)i * 0x9E3779B1u)];
        uint[] read = new uint[Words * 8];
        return () => Time(line, () =>
        {
            group.WriteApEach(0, 0x0C, values);
            group.ReadAp(0, 0x0C, read);
        });
    }

    private static double Time(StoreLoadLine line, Action block)
    {
        long cycles = line.Cycles;
        long from = TimeProvider.System.GetTimestamp();
        block();
        return TimeProvider.System.GetElapsedTime(from).TotalNanoseconds / (line.Cycles - cycles);
    }

    /// <summary>Long enough for the compiler's second tier.</summary>
    private static void Warm(Func<double> run)
    {
        long from = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(from) < TimeSpan.FromSeconds(1.5)) run();
    }

    /// <summary>Turn by turn, so that whatever else the machine does meets both alike.</summary>
    private static (double First, double Second) Tenths(Func<double> first, Func<double> second)
    {
        double[] a = new double[Runs], b = new double[Runs];
        for (int i = 0; i < Runs; i++) (a[i], b[i]) = (first(), second());
        Array.Sort(a);
        Array.Sort(b);
        return (a[Runs / 10], b[Runs / 10]);
    }

    private static double? C(string source)
    {
        string program = Path.Combine(Path.GetTempPath(), $"swd_loop.{Environment.ProcessId}");
        try
        {
            if (Run("gcc", "-O2", "-o", program, source) is null) return null;
            return Run(program) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;
        }
        finally
        {
            File.Delete(program);
        }
    }

    /// <summary>Runs a program; null when it is not there or failed.</summary>
    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
            string text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? text : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
