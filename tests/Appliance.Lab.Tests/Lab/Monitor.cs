// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Appliance.Lab.Tests.Lab;

/// <summary>QEMU's monitor (QMP): plugs devices in and out while the guest runs.</summary>
internal sealed class Monitor : IDisposable
{
    private readonly JsonSocket _socket;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _deleted = [];

    private Monitor(JsonSocket socket)
    {
        _socket = socket;
        _socket.Told += Hear;
    }

    public static async Task<Monitor> ConnectAsync(string path, CancellationToken cancel)
    {
        var monitor = new Monitor(await JsonSocket.ConnectAsync(path, "QEMU", cancel));
        await monitor.AskAsync("qmp_capabilities");
        return monitor;
    }

    public Task<JsonElement> AskAsync(string command, JsonObject? arguments = null) => _socket.AskAsync(command, arguments);

    /// <summary>A command of the monitor for people, for what QMP does not have; gives its words.</summary>
    public async Task<string> SayAsync(string words) =>
        (await AskAsync("human-monitor-command", new JsonObject { ["command-line"] = words })).GetString() ?? "";

    /// <summary>Takes a device out and waits until it is gone.</summary>
    public async Task DeleteDeviceAsync(string id)
    {
        lock (_gate) _deleted.Remove(id);
        await AskAsync("device_del", new JsonObject { ["id"] = id });
        using var deadline = new CancellationTokenSource(Patience.Request);
        using var timer = new PeriodicTimer(Patience.Look);
        while (!IsDeleted(id)) await timer.WaitForNextTickAsync(deadline.Token);
    }

    /// <summary>Ends QEMU, which writes what its disks still lack.</summary>
    public Task QuitAsync() => AskAsync("quit");

    /// <summary>Writes all of the machine but its disks into a file; it stands still from the moment that is whole.</summary>
    public async Task SaveAsync(string file)
    {
        await AskAsync("migrate", new JsonObject { ["uri"] = $"exec:cat >'{file}'" });
        using var deadline = new CancellationTokenSource(Patience.Boot);
        using var timer = new PeriodicTimer(Patience.Look);
        while (true)
        {
            await timer.WaitForNextTickAsync(deadline.Token);
            var status = (await AskAsync("query-migrate")).GetProperty("status").GetString();
            if (status == "completed") return;
            if (status is "failed" or "cancelled") throw new LabException($"QEMU could not write {file}: {status}.");
        }
    }

    public void Dispose() => _socket.Dispose();

    private bool IsDeleted(string id)
    {
        lock (_gate) return _deleted.Contains(id);
    }

    private void Hear(JsonElement line)
    {
        if (!line.TryGetProperty("event", out var name) || name.GetString() != "DEVICE_DELETED") return;
        if (!line.GetProperty("data").TryGetProperty("device", out var device)) return;
        lock (_gate) _deleted.Add(device.GetString()!);
    }
}
