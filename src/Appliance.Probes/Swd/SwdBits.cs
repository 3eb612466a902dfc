// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Swd;

/// <summary>A run of bits that the host drives, first bit first.</summary>
internal sealed class SwdBits
{
    private readonly List<bool> _bits = [];

    /// <summary>Number of bits.</summary>
    public int Count => _bits.Count;

    /// <summary>The bits.</summary>
    public IReadOnlyList<bool> Levels => _bits;

    /// <summary>Adds the same level many times.</summary>
    public SwdBits Repeat(bool high, int count)
    {
        for (int i = 0; i < count; i++) _bits.Add(high);
        return this;
    }

    /// <summary>Adds the low <paramref name="count"/> bits of a word, LSB first.</summary>
    public SwdBits Word(uint word, int count)
    {
        for (int i = 0; i < count; i++) _bits.Add(((word >> i) & 1) != 0);
        return this;
    }

    /// <summary>Adds another run.</summary>
    public SwdBits Add(SwdBits other)
    {
        _bits.AddRange(other._bits);
        return this;
    }

    /// <summary>The run as planes for the lanes of a mask.</summary>
    public uint[] Planes(uint lanes) => [.. _bits.Select(bit => bit ? lanes : 0)];
}
