// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Appliance.Ports.Host;

namespace Appliance.Platform.Systemd;

/// <summary>
/// systemd, told by datagrams to the socket it names: sd_notify(3), the section on the protocol. Words: READY=1, STATUS=…, WATCHDOG=1,
/// STOPPING=1, one a line.
/// </summary>
public sealed class SystemdManager : IServiceManager
{
    /// <summary>Long enough for a sentence; systemd drops a datagram of more than 4 KiB.</summary>
    private const int LongestStatus = 1000;

    private readonly UnixDomainSocketEndPoint _address;

    private SystemdManager(string address, TimeSpan? watchdog)
    {
        // A name in the abstract name space has a zero byte where systemd writes '@' (sd_notify(3), unix(7)).
        _address = new UnixDomainSocketEndPoint(address[0] == '@' ? '\0' + address[1..] : address);
        WatchdogLimit = watchdog;
    }

    /// <inheritdoc/>
    public TimeSpan? WatchdogLimit { get; }

    /// <summary>systemd where it started this process and wants to hear from it, else nobody.</summary>
    public static IServiceManager OfThisProcess() => Of(Environment.GetEnvironmentVariable, Environment.ProcessId);

    /// <summary>The manager that environment variables name: <c>NOTIFY_SOCKET</c>, <c>WATCHDOG_USEC</c>, <c>WATCHDOG_PID</c>.</summary>
    /// <param name="variable">The value of a variable, null when it is not set.</param>
    /// <param name="process">Number of this process: a watch that is meant for another one is not ours (sd_watchdog_enabled(3)).</param>
    public static IServiceManager Of(Func<string, string?> variable, int process)
    {
        var socket = variable("NOTIFY_SOCKET");
        return socket is { Length: > 1 } && socket[0] is '/' or '@' ? new SystemdManager(socket, Watchdog(variable, process)) : new NoServiceManager();
    }

    /// <inheritdoc/>
    public bool Ready(string status) => Send($"READY=1\nSTATUS={Line(status)}");

    /// <inheritdoc/>
    public bool Status(string status) => Send($"STATUS={Line(status)}");

    /// <inheritdoc/>
    public bool Alive() => Send("WATCHDOG=1");

    /// <inheritdoc/>
    public bool Stopping() => Send("STOPPING=1");

    private static TimeSpan? Watchdog(Func<string, string?> variable, int process)
    {
        if (variable("WATCHDOG_PID") is { Length: > 0 } meant && meant != process.ToString(CultureInfo.InvariantCulture)) return null;
        return long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
    }

    private static string Line(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= LongestStatus ? line : line[..LongestStatus];
    }

    private bool Send(string words)
    {
        try
        {
            // Never waits: a datagram that does not fit the queue now is lost, and the next beat is soon.
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
            return socket.SendTo(Encoding.UTF8.GetBytes(words), _address) > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
