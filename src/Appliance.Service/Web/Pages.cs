// SPDX-License-Identifier: Apache-2.0
using Appliance.Service.Web.Access;
using Appliance.Service.Web.Log;
using Appliance.Service.Web.Projects;
using Appliance.Service.Web.Records;
using Appliance.Service.Web.State;

namespace Appliance.Service.Web;

/// <summary>All addresses of the pages, behind one gate.</summary>
internal static class Pages
{
    public static void Map(WebApplication app, PanelFeed feed, WebParts parts, Func<int?> tlsPort)
    {
        var gate = new Gate(parts.Access, new OwnPages(parts.Names));
        app.Use(next => context => OwnPages.AddHeaders(context, next));
        app.Use(next => context => OnToTls.Answer(context, tlsPort, next));
        app.UseRouting();
        app.Use(next => context => gate.Pass(context, next));
        PageAssets.Map(app);
        AccessApi.Map(app, parts.Access);
        PanelPage.Map(app, feed, parts.Checks);
        RecordsApi.Map(app, parts.Records);
        ExportApi.Map(app, parts.Records);
        YieldApi.Map(app, parts.Records, parts.Time);
        ProjectsApi.Map(app, parts.Projects);
        LogApi.Map(app, parts.Log);
        StateApi.Map(app, parts.Appliance);
    }
}
