// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using Appliance.Jobs.Remote;
using Appliance.Jobs.Running;
using Appliance.Jobs.Settings;
using Appliance.Platform.Files;
using Appliance.Platform.Remote;
using Appliance.Platform.Serial;
using Appliance.Ports.Remote;
using Appliance.Ports.Serial;

namespace Appliance.Service.Composition;

/// <summary>The doors of the remote control that the settings open; none unless they do. Safe from several threads.</summary>
internal sealed class RemoteDoors : IDisposable
{
    private readonly Dictionary<IRemoteDoor, string?> _doors = [];

    private RemoteDoors(IEnumerable<IRemoteDoor> doors)
    {
        foreach (var door in doors) _doors[door] = null;
    }

    /// <summary>Why callers cannot come in, a sentence for each door.</summary>
    public IReadOnlyList<string> Troubles
    {
        get
        {
            lock (_doors) return [.. _doors.Values.OfType<string>()];
        }
    }

    /// <summary>Opens the doors of the settings.</summary>
    /// <param name="settings">Which doors, and what callers may do.</param>
    /// <param name="home">Where the tester's files are.</param>
    /// <param name="station">What callers press.</param>
    /// <param name="select">Selects a project by name.</param>
    /// <param name="handed">Gives a socket that systemd has opened; null for none.</param>
    /// <param name="log">Told when a door opens, cannot be opened, or can again.</param>
    public static RemoteDoors Open(
        RemoteSettings settings, ApplianceHome home, IStation station, Func<string, bool> select, Func<IPEndPoint, Socket?> handed, Action<string> log)
    {
        var doors = new RemoteDoors(Wanted(settings, handed));
        if (doors._doors.Count == 0) return doors;
        var desk = new RemoteDesk(select, new DurableFolder(home.RemoteFiles), settings.Files);
        foreach (var door in doors._doors.Keys.ToList())
        {
            door.TroubleChanged += trouble => doors.Note(door, trouble, log);
            log($"Remote control is on at {door.Name}: whoever reaches it can start jobs. Files: {settings.Files.ToString().ToLowerInvariant()}.");
            door.Open(caller => new RemoteSession(station, caller, desk));
        }

        return doors;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var door in _doors.Keys) door.Dispose();
    }

    private static IEnumerable<IRemoteDoor> Wanted(RemoteSettings settings, Func<IPEndPoint, Socket?> handed)
    {
        if (settings.Tcp is { } tcp) yield return new TcpDoor(new IPEndPoint(IPAddress.Parse(tcp.Address), tcp.Port), handed);
        if (settings.Serial is { } serial) yield return new SerialDoor(new LinuxSerial(TimeProvider.System), serial.Device, new SerialFormat(serial.Baud));
    }

    private void Note(IRemoteDoor door, string? trouble, Action<string> log)
    {
        string? before;
        lock (_doors) (before, _doors[door]) = (_doors[door], trouble);
        if (before != trouble) log(trouble ?? $"The remote control on {door.Name} can be reached again.");
    }
}
