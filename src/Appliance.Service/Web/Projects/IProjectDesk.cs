// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Projects;

namespace Appliance.Service.Web.Projects;

/// <summary>A project kept on the appliance.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name; empty when it is damaged.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="Target">Its target.</param>
/// <param name="Problems">Why it cannot be used; empty when it can.</param>
/// <param name="ProvenBy">Record of the first board that passed with it; null as long as none did.</param>
/// <param name="Before">The revision to go back to; null where there is none.</param>
internal sealed record KeptProject(
    string Id, string Name, string Revision, string Target, IReadOnlyList<string> Problems, string? ProvenBy, EarlierRevision? Before);

/// <summary>A revision that was the current one before.</summary>
internal sealed record EarlierRevision(string Id, string Revision);

/// <summary>What the pages do with projects. Any thread may ask.</summary>
internal interface IProjectDesk
{
    /// <summary>All projects kept here.</summary>
    IReadOnlyList<KeptProject> List();

    /// <summary>Id of the one PROG replays; null when none of those kept here is.</summary>
    string? Active { get; }

    /// <summary>Opens a new file for an upload; the caller deletes it.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="IOException">The disk refused.</exception>
    string OpenUpload(out FileStream stream);

    /// <summary>Looks at a project and keeps nothing.</summary>
    CheckResult Check(string path, CancellationToken cancel);

    /// <summary>Checks a project whole and keeps it; PROG still replays what it did before.</summary>
    /// <returns>Its id; null with every mistake in it.</returns>
    /// <exception cref="IOException">The disk refused.</exception>
    (string? Id, CheckResult Result) Import(string path, CancellationToken cancel);

    /// <summary>Makes a kept project the one that PROG replays.</summary>
    /// <returns>Why not, in a sentence; null when it is done.</returns>
    string? Select(string id);

    /// <summary>Removes a kept project that is not the active one.</summary>
    /// <returns>Why not, in a sentence; null when it is done.</returns>
    string? Remove(string id);
}
