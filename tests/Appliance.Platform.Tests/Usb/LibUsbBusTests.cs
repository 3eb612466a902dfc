// SPDX-License-Identifier: Apache-2.0
using Appliance.Adapters.Contracts;
using Appliance.Platform.Usb;
using Appliance.Ports.Usb;

namespace Appliance.Platform.Tests.Usb;

public sealed class LibUsbBusTests : UsbContract
{
    protected override IUsbBus Create(string nodes, string library) => new LibUsbBus(nodes, library);

    protected override UsbFault FaultOf(int error) => UsbFaults.Of(error);

    [Fact]
    public void Dispose_NeverUsed_IsQuiet() => new LibUsbBus().Dispose();

    [Fact]
    public void List_AfterDispose_IsRefused()
    {
        var bus = new LibUsbBus();
        _ = bus.List();
        bus.Dispose();

        _ = Assert.Throws<ObjectDisposedException>(bus.List);
    }
}
