// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Projects;

/// <summary>A project without mistakes in itself, and where its files are. Whether it fits its target says <c>ProjectCheck</c>.</summary>
/// <param name="Project">The values.</param>
/// <param name="Source">The files.</param>
public sealed record LoadedProject(Project Project, IProjectSource Source);
