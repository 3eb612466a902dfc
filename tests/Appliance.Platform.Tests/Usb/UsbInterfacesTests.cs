// SPDX-License-Identifier: Apache-2.0
using Appliance.Platform.Usb;
using Appliance.Ports.Usb;
using FsCheck;
using FsCheck.Fluent;

namespace Appliance.Platform.Tests.Usb;

public sealed class UsbInterfacesTests
{
    /// <summary>A configuration as an ST-LINK/V2-1 has it: debugging, mass storage, an interface with an alternate setting.</summary>
    private static readonly byte[] Configuration =
    [
        9, 2, 64, 0, 3, 1, 0, 0x80, 150,
        9, 4, 0, 0, 3, 0xFF, 0xFF, 0xFF, 4, 7, 5, 0x01, 2, 64, 0, 0, 7, 5, 0x81, 2, 64, 0, 0, 7, 5, 0x82, 3, 0x00, 0x02, 1,
        9, 4, 1, 1, 1, 0x08, 0x06, 0x50, 0, 7, 5, 0x03, 2, 64, 0, 0,
        9, 4, 2, 0, 0, 0x02, 2, 1, 0,
    ];

    [Fact]
    public void Read_Configuration_HasInterfacesAndEndpointsInOrder()
    {
        var found = UsbInterfaces.Read(Configuration);

        Assert.Equal([(0, 0xFF, 4), (2, 0x02, 0)], found.Select(face => ((int)face.Number, (int)face.Class, (int)face.Name)));
        Assert.Equal(
            [new UsbPipeEnd(new UsbEndpoint(0x01, UsbTransfer.Bulk), 64), new UsbPipeEnd(new UsbEndpoint(0x81, UsbTransfer.Bulk), 64), new UsbPipeEnd(new UsbEndpoint(0x82, UsbTransfer.Interrupt), 512)],
            found[0].Pipes);
        Assert.Empty(found[1].Pipes);
    }

    [Fact]
    public void Read_CutAnywhere_KeepsWhatIsWhole()
    {
        for (int length = 0; length <= Configuration.Length; length++)
            Assert.True(UsbInterfaces.Read(Configuration.AsSpan(0, length)).Count <= 2);
    }

    [Fact]
    public void Read_AnyBytes_NeverFails() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => UsbInterfaces.Read(bytes).Count <= bytes.Length));
}
