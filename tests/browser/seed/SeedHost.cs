// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Host;

namespace Appliance.Browser.Seed;

/// <summary>A line in a workshop.</summary>
internal sealed class SeedHost : IHostInfo
{
    public string ApplianceName => "Line 3";

    public string BootId => "5eed5eed-0000-4000-8000-000000000001";

    public ClockQuality ClockQuality => ClockQuality.Synchronised;
}
