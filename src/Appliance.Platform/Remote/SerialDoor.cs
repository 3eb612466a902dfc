// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Remote;
using Appliance.Ports.Serial;

namespace Appliance.Platform.Remote;

/// <summary>
/// A door on a serial line: one caller, who never goes. A line that is unplugged is opened again when it is back, at the speed of the settings, as
/// after a restart.
/// </summary>
/// <param name="ports">The lines.</param>
/// <param name="device">Its device file.</param>
/// <param name="format">How bytes go over it at the start.</param>
public sealed class SerialDoor(ISerialPorts ports, string device, SerialFormat format) : IRemoteDoor
{
    private const int SlowestBaud = 300;
    private const int FastestBaud = 4_000_000;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _closing = new();
    private Thread? _thread;
    private string? _trouble;

    /// <inheritdoc/>
    public event Action<string?>? TroubleChanged;

    /// <inheritdoc/>
    public string Name => device;

    /// <inheritdoc/>
    public void Open(Func<IRemoteCaller, IRemoteConversation> answer)
    {
        _thread = new Thread(() => Serve(answer)) { IsBackground = true, Name = "remote serial" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_closing.IsCancellationRequested) return;
        _closing.Cancel();
        _thread?.Join();
        _closing.Dispose();
    }

    private void Serve(Func<IRemoteCaller, IRemoteConversation> answer)
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                using var line = ports.Open(device, format);
                var queue = new CallerQueue(greets: false, baud => baud is >= SlowestBaud and <= FastestBaud);
                using var conversation = answer(queue);
                Tell(null);
                while (!_closing.IsCancellationRequested && !queue.Overflowed) Exchange(line, queue, conversation);
            }
            catch (SerialException failed)
            {
                Tell($"The remote control on {device} cannot be reached: {failed.Message}");
                _closing.Token.WaitHandle.WaitOne(Retry);
            }
        }
    }

    private static void Exchange(ISerialLine line, CallerQueue queue, IRemoteConversation conversation)
    {
        while (queue.TryTake(out var bytes, out var baud, TimeSpan.Zero))
        {
            line.Write(bytes, SendLimit);
            if (baud != 0) line.Change(line.Format with { Baud = baud });
        }

        Span<byte> buffer = stackalloc byte[1024];
        var count = line.Read(buffer, Look);
        if (count > 0) conversation.Take(buffer[..count]);
    }

    private void Tell(string? trouble)
    {
        if (trouble == _trouble) return;
        _trouble = trouble;
        TroubleChanged?.Invoke(trouble);
    }
}
