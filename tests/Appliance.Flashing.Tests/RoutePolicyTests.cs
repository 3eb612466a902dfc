// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Layout;

namespace Appliance.Flashing.Tests;

public class RoutePolicyTests
{
    [Theory]
    [InlineData(EraseRequest.Auto, VerifyMethod.Crc, SessionCapabilities.Readback, SessionCapabilities.TargetCrc)]
    [InlineData(EraseRequest.Auto, VerifyMethod.Readback, SessionCapabilities.TargetCrc, SessionCapabilities.Readback)]
    [InlineData(EraseRequest.Chip, VerifyMethod.Readback, SessionCapabilities.Readback | SessionCapabilities.SectorErase, SessionCapabilities.MassErase)]
    [InlineData(EraseRequest.Sectors, VerifyMethod.Readback, SessionCapabilities.Readback | SessionCapabilities.MassErase, SessionCapabilities.SectorErase)]
    public void Require_WhatTheRouteCannotDo_IsUnsupported(EraseRequest erase, VerifyMethod verify, SessionCapabilities route, SessionCapabilities missing)
    {
        var error = Assert.Throws<FlashException>(() => RoutePolicy.Require(new FlashPolicy(erase, verify, 1), route));

        Assert.Equal((FlashFault.Unsupported, missing.ToString()), (error.Fault, error.Expected));
    }

    [Fact]
    public void Require_WhatTheRouteCanDo_Passes() => RoutePolicy.Require(
        new FlashPolicy(EraseRequest.Chip, VerifyMethod.Readback, 1), SessionCapabilities.Readback | SessionCapabilities.MassErase);
}
