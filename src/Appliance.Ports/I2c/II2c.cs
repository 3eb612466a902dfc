// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.I2c;

/// <summary>A bus that is there.</summary>
/// <param name="Number">Number in the bus's device name, which may change at each start: <c>i2c-1</c> has 1.</param>
/// <param name="Name">Its name, for example <c>bcm2835 (i2c@7e804000)</c>; several may have the same.</param>
/// <param name="Node">Its place in the device tree, for example <c>i2c@7e804000</c>; empty where there is none. It tells two of one name apart.</param>
public sealed record I2cBus(int Number, string Name, string Node)
{
    /// <summary>Finds the one bus of a name or a place.</summary>
    /// <exception cref="I2cException"><see cref="I2cFault.NotFound"/>: there is none, or more than one; the message says which.</exception>
    public static I2cBus Find(IReadOnlyList<I2cBus> buses, string name)
    {
        var found = buses.Where(bus => bus.Name == name || bus.Node == name).ToList();
        if (found is [var only]) return only;
        throw new I2cException(I2cFault.NotFound, found.Count == 0
            ? $"There is no I2C bus {name} here. {Names(buses)}"
            : $"{found.Count} I2C buses are called {name}; take the place in the device tree: {string.Join(", ", found.Select(bus => bus.Node))}.");
    }

    private static string Names(IReadOnlyList<I2cBus> buses) => buses.Count == 0
        ? "There is none at all; it must be switched on (on a Raspberry Pi: dtparam=i2c_arm=on)."
        : $"There are: {string.Join(", ", buses.Select(bus => bus.Name).Distinct().Order())}.";
}

/// <summary>The I2C buses of this machine. Safe from several threads. A machine without any has no buses; that is no error.</summary>
public interface II2c
{
    /// <summary>The buses that are there now.</summary>
    IReadOnlyList<I2cBus> Buses();

    /// <summary>Opens a device. Whether it answers shows at the first transfer.</summary>
    /// <param name="bus">Name or place of its bus.</param>
    /// <param name="address">Its 7-bit address, 0x08 to 0x77.</param>
    /// <exception cref="I2cException">The bus cannot be had; the cause says why.</exception>
    II2cDevice Open(string bus, int address);
}

/// <summary>One device on a bus. Used by one thread at a time.</summary>
public interface II2cDevice : IDisposable
{
    /// <summary>Writes all bytes in one transfer: start, address, bytes, stop.</summary>
    /// <exception cref="I2cException">It failed; <see cref="I2cFault.NoAnswer"/> where the device did not acknowledge.</exception>
    void Write(ReadOnlySpan<byte> bytes);
}
