// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Projects;

/// <summary>One firmware file of a project.</summary>
/// <param name="Path">Path inside the project: forward slashes, Unicode form C.</param>
/// <param name="Address">Where a raw binary goes; null for formats that carry addresses.</param>
/// <param name="Length">Bytes of the file.</param>
/// <param name="Sha256">SHA-256 of the file as read, 64 lower-case hex digits; equal to the one in <c>project.yaml</c> where one is written.</param>
public sealed record ProjectFile(string Path, uint? Address, long Length, string Sha256);
