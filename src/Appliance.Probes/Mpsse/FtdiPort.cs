// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Usb;

namespace Appliance.Probes.Mpsse;

/// <summary>One channel of a chip, as its descriptors show it.</summary>
/// <param name="Interface">bInterfaceNumber: 0 for channel A.</param>
/// <param name="Out">The endpoint of commands.</param>
/// <param name="In">The endpoint of answers.</param>
/// <param name="PacketBytes">wMaxPacketSize of the endpoint of answers.</param>
public sealed record FtdiPort(byte Interface, UsbEndpoint Out, UsbEndpoint In, int PacketBytes);
