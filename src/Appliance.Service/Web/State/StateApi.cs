// SPDX-License-Identifier: Apache-2.0
using Appliance.Service.Web.Access;

namespace Appliance.Service.Web.State;

/// <summary>The appliance itself.</summary>
internal static class StateApi
{
    public static void Map(WebApplication app, IAppliancePages appliance) =>
        app.MapGet("/api/appliance", context => Reply.Ok(context, appliance.Look())).Asks(Right.Look);
}
