// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Appliance.Jobs.Running;
using Appliance.Jobs.SelfChecks;
using Appliance.Service.Web.Access;
using Appliance.Service.Web.Log;
using Appliance.Service.Web.Projects;
using Appliance.Service.Web.Records;
using Appliance.Service.Web.State;

namespace Appliance.Service.Web;

/// <summary>What the pages show and change. All of it is called on any thread.</summary>
internal sealed record WebParts
{
    /// <summary>What the panel's page shows and presses.</summary>
    public required IStation Station { get; init; }

    /// <summary>Appliance time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Log-in and first set-up.</summary>
    public required AccessDesk Access { get; init; }

    /// <summary>The records.</summary>
    public required IRecordPages Records { get; init; }

    /// <summary>The projects kept here.</summary>
    public required IProjectDesk Projects { get; init; }

    /// <summary>The service log.</summary>
    public required ILogPages Log { get; init; }

    /// <summary>What there is to know of the appliance itself.</summary>
    public required IAppliancePages Appliance { get; init; }

    /// <summary>What is wrong with the appliance itself, in sentences.</summary>
    public Func<IReadOnlyList<string>> Troubles { get; init; } = () => [];

    /// <summary>What the self checks found; empty while they run.</summary>
    public Func<IReadOnlyList<SelfCheckReport>> Checks { get; init; } = () => [];

    /// <summary>Host names it answers to on the network.</summary>
    public Func<IReadOnlyCollection<string>> Names { get; init; } = () => [];
}

/// <summary>Where the pages are served.</summary>
/// <param name="Port">TCP port for this machine alone; 0 takes a free one, on 127.0.0.1 only.</param>
/// <param name="Network">Where the network reaches them; null for nowhere.</param>
/// <param name="Handed">Gives a listening socket that somebody else has opened at an address; null for none.</param>
internal sealed record WebAddresses(int Port, NetworkListener? Network = null, Func<IPEndPoint, Socket?>? Handed = null);

/// <summary>Where the network reaches the pages, by TLS.</summary>
/// <param name="Address">One address of this machine; null for all of them.</param>
/// <param name="Port">TCP port; 0 takes a free one.</param>
/// <param name="Certificate">The certificate of now, asked anew for each connection.</param>
/// <param name="RedirectPort">TCP port that sends browsers on to TLS and does nothing else; 0 for none.</param>
internal sealed record NetworkListener(IPAddress? Address, int Port, Func<X509Certificate2> Certificate, int RedirectPort = 0);
