// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Appliance.Lab.Tests.Lab;

/// <summary>
/// QEMU's guest agent, Debian's own, on a serial port of its own: starts programs in the guest and gives what they wrote and how they
/// ended, so nothing is read from a console.
/// </summary>
internal sealed class Agent : IDisposable
{
    private readonly JsonSocket _socket;

    private Agent(JsonSocket socket) => _socket = socket;

    /// <summary>Connects and waits until the guest has started its agent.</summary>
    public static async Task<Agent> ConnectAsync(string path, CancellationToken cancel)
    {
        var socket = await JsonSocket.ConnectAsync(path, "The guest", cancel);
        await socket.AskAsync("guest-ping", limit: Patience.Boot);
        return new Agent(socket);
    }

    /// <summary>Runs a shell command to its end. <c>timeout</c> ends it in the guest; waiting here ends a minute later.</summary>
    public async Task<GuestResult> RunAsync(string command, byte[]? input, TimeSpan limit)
    {
        var arguments = new JsonObject
        {
            ["path"] = "/usr/bin/timeout",
            ["arg"] = new JsonArray("--kill-after=5", $"{limit.TotalSeconds:0}", "/bin/bash", "-c", command),
            ["capture-output"] = true,
        };
        if (input is not null) arguments["input-data"] = Convert.ToBase64String(input);
        var started = await _socket.AskAsync("guest-exec", arguments);
        var process = started.GetProperty("pid").GetInt64();
        using var deadline = new CancellationTokenSource(limit + Patience.Request);
        using var timer = new PeriodicTimer(Patience.Look);
        try
        {
            while (true)
            {
                await timer.WaitForNextTickAsync(deadline.Token);
                timer.Period = Patience.Later(timer.Period);
                var status = await _socket.AskAsync("guest-exec-status", new JsonObject { ["pid"] = process });
                if (status.GetProperty("exited").GetBoolean()) return Ended(command, status);
            }
        }
        catch (OperationCanceledException late)
        {
            throw new LabException($"'{command}' did not end within {limit}", late);
        }
    }

    public void Dispose() => _socket.Dispose();

    private static GuestResult Ended(string command, JsonElement status) => new(
        command,
        status.TryGetProperty("exitcode", out var code) ? code.GetInt32() : 128 + status.GetProperty("signal").GetInt32(),
        Data(status, "out-data"),
        Data(status, "err-data"));

    private static byte[] Data(JsonElement status, string name) => status.TryGetProperty(name, out var data) ? data.GetBytesFromBase64() : [];
}
