// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Flashing.Firmware;

namespace Appliance.Flashing.Tests.Firmware;

/// <summary>Reads what must be refused.</summary>
internal static class Refusal
{
    public static FirmwareException OfText(string text, string name = "app.hex", long maxBytes = 1 << 20)
    {
        return Of(Encoding.ASCII.GetBytes(text), name, maxBytes);
    }

    public static FirmwareException Of(byte[] file, string name = "app", long maxBytes = 1 << 20)
    {
        return Assert.Throws<FirmwareException>(() => FirmwareModel.Read(file, name, maxBytes: maxBytes));
    }
}
