// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Appliance.Lab.Tests.Lab;

/// <summary>
/// Requests and answers as lines of JSON on a Unix socket, matched by their id: what QEMU's monitor and QEMU's guest agent both speak. Safe
/// from several threads.
/// </summary>
internal sealed class JsonSocket : IDisposable
{
    private readonly NetworkStream _stream;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> _waiting = new();
    private readonly string _name;
    private volatile Exception? _ended;
    private long _last;

    private JsonSocket(Socket socket, string name)
    {
        _name = name;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _ = ReadAsync();
    }

    /// <summary>A line that answers nothing: a greeting or an event. Told on the reading thread.</summary>
    public event Action<JsonElement>? Told;

    /// <summary>Connects as soon as the socket is there.</summary>
    public static async Task<JsonSocket> ConnectAsync(string path, string name, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Patience.Look);
        while (true)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
                return new JsonSocket(socket, name);
            }
            catch (SocketException)
            {
                socket.Dispose();
            }

            await timer.WaitForNextTickAsync(cancel);
        }
    }

    /// <summary>Asks, and gives what <c>return</c> holds.</summary>
    public async Task<JsonElement> AskAsync(string command, JsonObject? arguments = null, TimeSpan? limit = null)
    {
        var id = Interlocked.Increment(ref _last).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = answer;
        try
        {
            await SendAsync(new JsonObject { ["execute"] = command, ["arguments"] = arguments ?? [], ["id"] = id });
            if (_ended is { } ended) throw new LabException($"{_name} has gone", ended);
            var line = await answer.Task.WaitAsync(limit ?? Patience.Request);
            return line.TryGetProperty("return", out var value) ? value : throw new LabException($"{_name} refused {command}: {line}");
        }
        catch (TimeoutException late)
        {
            throw new LabException($"{_name} did not answer {command}", late);
        }
        catch (IOException broken)
        {
            throw new LabException($"{_name} has gone", broken);
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    public void Dispose() => _stream.Dispose();

    private async Task SendAsync(JsonObject request)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(request).Append((byte)'\n').ToArray();
        await _writing.WaitAsync();
        try
        {
            await _stream.WriteAsync(line);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAsync()
    {
        Exception ended = new EndOfStreamException("the connection ended");
        try
        {
            using var reader = new StreamReader(_stream);
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line.Length > 0) Take(JsonDocument.Parse(line).RootElement);
            }
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException or JsonException)
        {
            ended = broken;
        }

        _ended = ended;
        foreach (var waiting in _waiting.Values) waiting.TrySetException(new LabException($"{_name} has gone", ended));
    }

    private void Take(JsonElement line)
    {
        if (!line.TryGetProperty("id", out var id)) Told?.Invoke(line);
        else if (_waiting.TryRemove(id.ToString(), out var waiting)) waiting.TrySetResult(line);
    }
}
