// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Appliance.Platform.Systemd;

/// <summary>
/// TCP sockets that systemd opened in units of their own and handed to this process, since their ports are below 1024: sd_listen_fds(3). Who listens where
/// is said by <c>appliance.yaml</c> alone; a socket is used where it is asked for by address and port. Safe from several threads.
/// </summary>
public sealed class ListenSockets
{
    /// <summary>The first descriptor that is handed over (SD_LISTEN_FDS_START, sd_listen_fds(3)).</summary>
    private const int First = 3;

    private const int MostSockets = 16;

    private readonly Lock _lock = new();
    private readonly List<(int Descriptor, IPEndPoint At)> _sockets = [];
    private readonly HashSet<IPEndPoint> _taken = [];

    private ListenSockets(int first, int count)
    {
        foreach (var descriptor in Enumerable.Range(first, Math.Min(count, MostSockets)))
        {
            ListenNative.KeepFromChildren(descriptor);
            if (Look(descriptor) is { } at) _sockets.Add((descriptor, at));
        }
    }

    /// <summary>What was handed over and nobody asked for.</summary>
    public IReadOnlyList<IPEndPoint> Unused
    {
        get
        {
            lock (_lock) return [.. _sockets.Select(socket => socket.At).Where(at => !_taken.Contains(at))];
        }
    }

    /// <summary>What was handed to this process; the variables that say so are removed, so that no child takes them for its own.</summary>
    public static ListenSockets OfThisProcess()
    {
        var sockets = Of(Environment.GetEnvironmentVariable, Environment.ProcessId);
        foreach (var name in (string[])["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"]) Environment.SetEnvironmentVariable(name, null);
        return sockets;
    }

    /// <summary>What environment variables name: <c>LISTEN_PID</c>, <c>LISTEN_FDS</c>.</summary>
    /// <param name="variable">The value of a variable, null when it is not set.</param>
    /// <param name="process">Number of this process: sockets meant for another one are not ours.</param>
    /// <param name="first">The first descriptor.</param>
    public static ListenSockets Of(Func<string, string?> variable, int process, int first = First)
    {
        var ours = variable("LISTEN_PID") == process.ToString(CultureInfo.InvariantCulture);
        return new ListenSockets(first, ours && int.TryParse(variable("LISTEN_FDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0);
    }

    /// <summary>The socket that listens at an address and port.</summary>
    /// <param name="at">Where. One that listens at every address is not taken for a single one: more people would reach it than the settings say.</param>
    /// <returns>A listening socket, which the caller disposes; null where none was handed over for it.</returns>
    public Socket? Take(IPEndPoint at)
    {
        lock (_lock)
        {
            foreach (var (descriptor, listens) in _sockets)
            {
                if (listens.Port != at.Port || !IsSame(listens.Address, at.Address) || ListenNative.Duplicate(descriptor) is not { } copy) continue;
                _taken.Add(listens);
                return new Socket(copy);
            }

            return null;
        }
    }

    private static bool IsSame(IPAddress listens, IPAddress wanted) => IsAny(wanted) ? IsAny(listens) : listens.Equals(wanted);

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    /// <summary>Where a descriptor listens; null where it is no listening socket of TCP.</summary>
    private static IPEndPoint? Look(int descriptor)
    {
        try
        {
            if (ListenNative.Duplicate(descriptor) is not { } copy) return null;
            using var socket = new Socket(copy);
            return socket is { SocketType: SocketType.Stream, LocalEndPoint: IPEndPoint at } && Listens(socket) ? at : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static bool Listens(Socket socket) => socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.AcceptConnection) is int and not 0;
}
