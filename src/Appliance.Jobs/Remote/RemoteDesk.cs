// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Settings;
using Appliance.Ports.Files;

namespace Appliance.Jobs.Remote;

/// <summary>What all doors of the remote control share beside the station.</summary>
/// <param name="Select">Selects a project by its name; false where there is none of it, or more than one. Called on a door's thread.</param>
/// <param name="Files">Where the tester's files are.</param>
/// <param name="Allowed">What the tester may do with them.</param>
public sealed record RemoteDesk(Func<string, bool> Select, IDurableFolder Files, RemoteFiles Allowed = RemoteFiles.None);
