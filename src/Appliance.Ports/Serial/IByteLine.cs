// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Serial;

/// <summary>
/// Bytes both ways, whatever carries them: a serial line, or a connection to another program. Ours until it is disposed. One thread may read while another
/// writes. Each member throws <see cref="SerialException"/> when the line is gone.
/// </summary>
public interface IByteLine : IDisposable
{
    /// <summary>Its device file, or host and port.</summary>
    string Name { get; }

    /// <summary>Writes all bytes.</summary>
    /// <exception cref="SerialException"><see cref="SerialFault.Timeout"/>: not within the limit.</exception>
    void Write(ReadOnlySpan<byte> bytes, TimeSpan limit);

    /// <summary>Reads what is there, at least one byte.</summary>
    /// <returns>How many bytes; 0 when none came within the limit.</returns>
    int Read(Span<byte> buffer, TimeSpan limit);

    /// <summary>Forgets what was received and not read.</summary>
    void Discard();
}
