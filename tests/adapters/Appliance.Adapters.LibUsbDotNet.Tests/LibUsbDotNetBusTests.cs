// SPDX-License-Identifier: Apache-2.0
using Appliance.Adapters.Contracts;
using Appliance.Ports.Usb;

namespace Appliance.Adapters.LibUsbDotNet.Tests;

public sealed class LibUsbDotNetBusTests : UsbContract
{
    protected override IUsbBus Create(string nodes, string library) => new LibUsbDotNetBus(nodes, library);

    protected override UsbFault FaultOf(int error) => LibUsbDotNetFaults.Of((global::LibUsbDotNet.Error)error);
}
