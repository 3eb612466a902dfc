// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Appliance.Service.Web.Tls;

/// <summary>What this machine is called and where it is, as far as it knows itself.</summary>
internal static class MachineNames
{
    /// <summary>Host names: its own, the same by multicast DNS (RFC 6762), localhost, and what the engineer added.</summary>
    public static IReadOnlyList<string> Hosts(IEnumerable<string> added)
    {
        var host = Dns.GetHostName();
        var bare = host.Split('.')[0];
        return [.. new[] { host, bare, bare + ".local", "localhost" }.Concat(added).Where(IsHost).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Addresses of all its network interfaces that are up. Link-local IPv6 addresses need a zone that no certificate can name.</summary>
    public static IReadOnlyList<IPAddress> Addresses()
    {
        try
        {
            var all = NetworkInterface.GetAllNetworkInterfaces().Where(card => card.OperationalStatus == OperationalStatus.Up || card.NetworkInterfaceType == NetworkInterfaceType.Loopback)
                .SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(unicast => unicast.Address);
            return [.. all.Concat([IPAddress.Loopback, IPAddress.IPv6Loopback]).Where(address => !address.IsIPv6LinkLocal).Distinct()];
        }
        catch (Exception refused) when (refused is NetworkInformationException or SocketException or UnauthorizedAccessException)
        {
            return [IPAddress.Loopback, IPAddress.IPv6Loopback];
        }
    }

    /// <summary>A host name that a certificate can carry (RFC 1123, 2.1).</summary>
    public static bool IsHost(string name) =>
        name.Length is > 0 and <= 253 && name.Split('.').All(label => label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'));
}
