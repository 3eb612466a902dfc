// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Projects;

/// <summary>A loader of a chip or memory maker that a project names: it programs all of the image that lies in its flash.</summary>
/// <param name="Path">Path inside the project: a flash algorithm (.FLM), an external loader (.stldr) or a CMSIS pack.</param>
/// <param name="Algorithm">File name of the algorithm in a pack; null for those the pack uses by default.</param>
public sealed record LoaderSetting(string Path, string? Algorithm);
