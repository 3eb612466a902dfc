// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Appliance.Platform.Host;

/// <summary>Where this machine is on the network, for people.</summary>
public static class NetworkAddress
{
    /// <summary>The first IPv4 address of a network that is up; empty where there is none. Takes a millisecond or so.</summary>
    public static string Find()
    {
        try
        {
            return Addresses().FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork)?.ToString() ?? "";
        }
        catch (NetworkInformationException)
        {
            return "";
        }
    }

    private static IEnumerable<IPAddress> Addresses() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network is { OperationalStatus: OperationalStatus.Up, NetworkInterfaceType: not NetworkInterfaceType.Loopback })
        .OrderBy(network => network.Name, StringComparer.Ordinal)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses.Select(unicast => unicast.Address));
}
