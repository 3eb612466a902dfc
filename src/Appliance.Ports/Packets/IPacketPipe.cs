// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Packets;

/// <summary>
/// Packets to a probe and back: a pair of USB bulk or interrupt endpoints, a HID device, a TCP stream that stands for one. Several packets
/// may be written before the first answer is read; answers come in order.
/// </summary>
/// <remarks>One thread at a time. Every call has a deadline and throws <see cref="PacketException"/> when it passes or the device goes away.</remarks>
public interface IPacketPipe : IDisposable
{
    /// <summary>What the record calls the device: model, serial number and where it is plugged in.</summary>
    string Name { get; }

    /// <summary>Bytes of the largest packet of the endpoint (wMaxPacketSize, or the report length of a HID device).</summary>
    int MaximumPacket { get; }

    /// <summary>Sends one transfer.</summary>
    /// <param name="data">Its bytes; a transfer longer than <see cref="MaximumPacket"/> is cut into packets by the pipe.</param>
    /// <param name="deadline">How long it may take.</param>
    void Write(ReadOnlySpan<byte> data, TimeSpan deadline);

    /// <summary>Receives one transfer.</summary>
    /// <param name="buffer">Room for it; ends early with a short packet.</param>
    /// <param name="deadline">How long it may take.</param>
    /// <returns>Bytes received.</returns>
    int Read(Span<byte> buffer, TimeSpan deadline);
}

/// <summary>Why packets do not go through.</summary>
public enum PacketFault
{
    /// <summary>No answer before the deadline. The device may be used again only after it was opened anew.</summary>
    Timeout,

    /// <summary>The device was unplugged.</summary>
    Gone,

    /// <summary>The device refused the transfer (stall).</summary>
    Stall,

    /// <summary>The system or the device failed otherwise.</summary>
    Failed,
}

/// <summary>A packet could not be sent or received.</summary>
/// <param name="fault">Why.</param>
/// <param name="device">Name of the device.</param>
/// <param name="message">What failed, in words.</param>
/// <param name="inner">The error below.</param>
public sealed class PacketException(PacketFault fault, string device, string message, Exception? inner = null)
    : Exception($"{device}: {message}", inner)
{
    /// <summary>Why.</summary>
    public PacketFault Fault { get; } = fault;

    /// <summary>Name of the device.</summary>
    public string Device { get; } = device;
}
