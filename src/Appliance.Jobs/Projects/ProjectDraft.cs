// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>What <c>project.yaml</c> says, before its files were looked at; a value with a mistake has its default.</summary>
/// <param name="Values">All values; without files and content hash.</param>
/// <param name="Files">The files as written.</param>
/// <param name="Places">Where the keys stand, for mistakes found later.</param>
internal sealed record ProjectDraft(Project Values, IReadOnlyList<FileDraft> Files, ProjectPlaces Places);

/// <summary>A file as written.</summary>
/// <param name="Path">Composed path, safe.</param>
/// <param name="Address">Address of a raw binary.</param>
/// <param name="Sha256">Digest written, in lower case, or null.</param>
/// <param name="PathSpan">Where the path stands.</param>
/// <param name="DigestSpan">Where the digest stands.</param>
/// <param name="AddressKnown">False where no address could be read and a mistake in this entry may be the reason.</param>
internal sealed record FileDraft(string Path, uint? Address, string? Sha256, YamlSpan PathSpan, YamlSpan DigestSpan, bool AddressKnown = true);
