// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Usb;

namespace Appliance.Probes.Tests.Mpsse;

/// <summary>Spoils one transfer from the device: its length, its coming, or its bytes where a host can notice.</summary>
internal sealed class SpoilingUsbLink(IUsbLink inner, Random random, int spoilAt, int packetBytes) : IUsbLink
{
    private const int StatusBytes = 2;
    private int _transfers;

    public bool Spoilt { get; private set; }

    public void Claim(byte number) => inner.Claim(number);

    public int Control(UsbSetup setup, Span<byte> data, TimeSpan limit) => inner.Control(setup, data, limit);

    public int Write(UsbEndpoint endpoint, ReadOnlySpan<byte> data, TimeSpan limit) => inner.Write(endpoint, data, limit);

    public int Read(UsbEndpoint endpoint, Span<byte> data, TimeSpan limit)
    {
        int got = inner.Read(endpoint, data, limit);
        if (_transfers++ != spoilAt) return got;
        Spoilt = true;
        switch (random.Next(6))
        {
            case 0:
                throw new UsbException(UsbFault.Timeout, "late");
            case 1:
                throw new UsbException(UsbFault.Gone, "gone");
            case 2:
                return got - 1;
            case 3:
                return 1;
            case 4 when got + 1 <= packetBytes && got + 1 <= data.Length:
                return got + 1;
            default:
                if (got > StatusBytes) data[StatusBytes..Math.Min(got, packetBytes)].Fill(0xFF);
                return got;
        }
    }

    public void ClearHalt(UsbEndpoint endpoint) => inner.ClearHalt(endpoint);

    public void Dispose() => inner.Dispose();
}
