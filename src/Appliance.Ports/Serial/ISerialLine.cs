// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Serial;

/// <summary>Parity of a serial line.</summary>
public enum SerialParity
{
    /// <summary>No parity bit.</summary>
    None,

    /// <summary>Even, as the ROM bootloaders of STM32 want it (AN3155).</summary>
    Even,

    /// <summary>Odd.</summary>
    Odd,
}

/// <summary>How bytes go over the line: always 8 data bits, 1 stop bit, no flow control.</summary>
/// <param name="Baud">Bits a second; any number the hardware divides to.</param>
/// <param name="Parity">Parity.</param>
public sealed record SerialFormat(int Baud, SerialParity Parity = SerialParity.None);

/// <summary>A serial line of this machine.</summary>
/// <param name="Device">The name to open it by: below <c>/dev/serial/by-id</c> where the system gives one, which stays the same in every socket.</param>
/// <param name="File">Its device file now, for example <c>/dev/ttyUSB0</c>.</param>
/// <param name="Path">Its name below <c>/dev/serial/by-path</c>, which stays the same for every adapter in the socket; null where there is none.</param>
public sealed record SerialPort(string Device, string File, string? Path);

/// <summary>The serial lines of this machine.</summary>
public interface ISerialPorts
{
    /// <summary>The lines that are there now, by name. Nothing is opened.</summary>
    IReadOnlyList<SerialPort> List();

    /// <summary>Takes a line for us alone, raw, whatever state it was left in; what had been received before is discarded.</summary>
    /// <param name="device">Its device file; a name below <c>/dev/serial/by-id</c> or <c>by-path</c> stays the same when others are plugged in.</param>
    /// <param name="format">How bytes go over it.</param>
    /// <exception cref="SerialException">It cannot be had; the cause says why.</exception>
    ISerialLine Open(string device, SerialFormat format);
}

/// <summary>
/// A serial line that is ours until it is disposed. One thread may read while another writes; the rest is for one thread at a time. Each member
/// throws <see cref="SerialException"/> when the line is gone.
/// </summary>
public interface ISerialLine : IByteLine
{
    /// <summary>How bytes go over it now.</summary>
    SerialFormat Format { get; }

    /// <summary>Changes the format once everything written has left.</summary>
    void Change(SerialFormat format);

    /// <summary>Switches the outputs DTR and RTS; on is what a terminal program does.</summary>
    void SetOutputs(bool dtr, bool rts);

    /// <summary>Begins or ends a break: the line is held low.</summary>
    void SetBreak(bool on);
}
