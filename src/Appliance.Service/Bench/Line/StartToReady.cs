// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Appliance.Jobs.Projects;
using Appliance.Platform.Files;
using Appliance.Service.Composition;
using Appliance.Targets.Descriptions;

namespace Appliance.Service.Bench.Line;

/// <summary>
/// From the start of the service's process to READY=1, as systemd hears it: another process of this program, a project that is selected, a simulated
/// board, the page as panel, and a journal of some weeks whose index the first start builds.
/// </summary>
internal sealed class StartToReady : ILineMeasurement
{
    private const int Starts = 7, Records = 20_000;
    private const double LimitMs = 3000;
    private const string Target = "stm32f103cb";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public IReadOnlyList<LineFigure> Measure(CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("appliance-bench-").FullName;
        try
        {
            Furnish(folder);
            var times = Enumerable.Range(0, Starts).Select(_ => One(folder, cancel)).ToList();
            var order = times.Order().ToList();
            var what = string.Create(CultureInfo.InvariantCulture, $"start of the service's process to READY=1, {Records:N0} records");
            return
            [
                new("startToReadyMs", order[Starts / 2], "ms", LimitMs, $"{what}; median of {Starts}"),
                new("startToReadyFirstMs", times[0], "ms", null, $"{what}; the first start, which builds the index beside it"),
                new("startToReadyWorstMs", order[^1], "ms", null, $"{what}; the slowest of {Starts}"),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Furnish(string folder)
    {
        DemoProject.Create(ChipCatalog.Default.Find(Target)).WriteFolder(Path.Combine(folder, "demo"));
        File.WriteAllText(Path.Combine(folder, "appliance.yaml"), $"project: demo\nprobe: sim:{Target}\n");
        RecordMill.Fill(new DurableFolder(ApplianceHome.Locate(folder).Journal), Records);
    }

    private static double One(string folder, CancellationToken cancel)
    {
        var name = $"appliance-bench-{Environment.ProcessId}";
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = (int)Patience.TotalMilliseconds };
        manager.Bind(new UnixDomainSocketEndPoint($"\0{name}"));
        cancel.ThrowIfCancellationRequested();
        var begun = TimeProvider.System.GetTimestamp();
        using var service = Process.Start(Service(folder, $"@{name}"))!;
        try
        {
            UntilReady(manager);
            return TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds;
        }
        finally
        {
            service.Kill();
            service.WaitForExit();
        }
    }

    /// <summary>As the unit starts it: nothing of what started this process reaches it.</summary>
    private static ProcessStartInfo Service(string folder, string notifySocket)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Path.Combine(AppContext.BaseDirectory, "appliance.dll"), "serve", "--port", "0"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var foreign in (string[])["WATCHDOG_USEC", "WATCHDOG_PID", "STATE_DIRECTORY", "RUNTIME_DIRECTORY"]) start.Environment.Remove(foreign);
        start.Environment["APPLIANCE_HOME"] = folder;
        start.Environment["APPLIANCE_STICKS"] = Path.Combine(folder, "sticks");
        start.Environment["NOTIFY_SOCKET"] = notifySocket;
        return start;
    }

    private static void UntilReady(Socket manager)
    {
        var buffer = new byte[4096];
        try
        {
            while (!Encoding.UTF8.GetString(buffer, 0, manager.Receive(buffer)).StartsWith("READY=1", StringComparison.Ordinal))
            {
            }
        }
        catch (SocketException late)
        {
            throw new TimeoutException($"The service did not say READY=1 within {Patience.TotalSeconds:0} s.", late);
        }
    }
}
