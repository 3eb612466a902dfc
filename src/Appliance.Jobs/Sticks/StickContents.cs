// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Projects;

namespace Appliance.Jobs.Sticks;

/// <summary>Something on a stick that is, or looks like, a project.</summary>
/// <param name="Name">Name of its folder or zip; the label where it lies at the top.</param>
/// <param name="Find">Finds the project in it.</param>
/// <param name="IsArchive">A zip: it need not be a project.</param>
internal sealed record StickCandidate(string Name, Func<ProjectSource> Find, bool IsArchive);

/// <summary>What there is to do with a stick.</summary>
/// <param name="Candidates">In order of names.</param>
/// <param name="Select">Which one is to be selected, as <c>appliance-select.txt</c> says; null where nothing says so.</param>
/// <param name="Wish">Which records are to be carried out; null for none.</param>
/// <param name="SetUp">Name of the set-up file; null where there is none.</param>
internal sealed record StickContents(IReadOnlyList<StickCandidate> Candidates, string? Select, ExportWish? Wish, string? SetUp = null);
