// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Serials;

/// <summary>Bytes that go into the image of one board.</summary>
/// <param name="Address">Address of the first byte on the target.</param>
/// <param name="Bytes">The bytes, upper-case hex, two digits each, in the order of their addresses.</param>
public sealed record SerialPatch(uint Address, string Bytes)
{
    /// <summary>The bytes themselves.</summary>
    public byte[] ToArray() => Convert.FromHexString(Bytes);
}

/// <summary>One serial number: how people write it, and what goes into the image.</summary>
/// <param name="Text">As it is written on a label; two boards never share it.</param>
/// <param name="Patches">What goes into the image.</param>
public sealed record SerialValue(string Text, IReadOnlyList<SerialPatch> Patches);

/// <summary>Makes serial numbers from a counter. The same counter gives the same number always, two counters never give the same.</summary>
public interface ISerialFormat
{
    /// <summary>Counters that may be used.</summary>
    SerialRange Range { get; }

    /// <summary>The number of a counter within <see cref="Range"/>.</summary>
    /// <exception cref="SerialException">The counter does not fit the format.</exception>
    SerialValue Make(UInt128 counter);
}
