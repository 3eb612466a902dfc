// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Serials;

/// <summary>Finds addresses by the key that lies there: open addressing, four bytes a place, never more than two thirds full.</summary>
/// <param name="key">The key at an address.</param>
internal sealed class ShelfTable(ShelfTable.KeyAt key)
{
    private uint[] places = new uint[16];
    private int used;

    /// <summary>The key at an address.</summary>
    public delegate ReadOnlySpan<byte> KeyAt(uint address);

    /// <summary>The address of a key, 0 when it is not there.</summary>
    public uint Find(ReadOnlySpan<byte> wanted)
    {
        var place = First(wanted);
        while (places[place] is > 0 and var address)
        {
            if (key(address).SequenceEqual(wanted))
            {
                return address;
            }

            place = Next(place);
        }

        return 0;
    }

    /// <summary>Adds an address whose key is not there yet.</summary>
    public void Add(uint address)
    {
        if (++used * 3 > places.Length * 2)
        {
            var before = places;
            places = new uint[before.Length * 2];
            foreach (var kept in before.Where(kept => kept > 0))
            {
                Put(kept);
            }
        }

        Put(address);
    }

    private void Put(uint address)
    {
        var place = First(key(address));
        while (places[place] > 0)
        {
            place = Next(place);
        }

        places[place] = address;
    }

    private int Next(int place) => (place + 1) & (places.Length - 1);

    private int First(ReadOnlySpan<byte> bytes)
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode() & (places.Length - 1);
    }
}
