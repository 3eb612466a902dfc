// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes;

namespace Appliance.Targets.Adi;

/// <summary>Finds the access ports of a DP.</summary>
public static class AccessPorts
{
    /// <summary>The highest APSEL looked at: the chips of the families to come have theirs in 0 to 7.</summary>
    public const byte DefaultLast = 7;

    /// <summary>The APs from 0 to <paramref name="last"/>: those whose IDR is not 0.</summary>
    /// <param name="link">A connected link with its debug power up.</param>
    /// <param name="last">The highest APSEL to look at.</param>
    public static IReadOnlyList<AccessPortId> Find(IDapLink link, byte last = DefaultLast)
    {
        var found = new List<AccessPortId>();
        for (var select = 0; select <= last; select++)
        {
            var id = Identify(link, (byte)select);
            if (id.Idr != 0)
                found.Add(id);
        }

        return found;
    }

    /// <summary>Reads the IDR of one AP.</summary>
    public static AccessPortId Identify(IDapLink link, byte select) => new(select, link.ReadAp(select, MemApRegister.Idr));
}
