// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Platform.Tests.Files;

/// <summary>A folder on the machine's disk that goes away with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("appliance-test-").FullName;

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
