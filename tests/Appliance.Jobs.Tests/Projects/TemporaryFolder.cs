// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Tests.Projects;

/// <summary>A folder that goes away with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("appliance-test-").FullName;

    public string At(string name)
    {
        return System.IO.Path.Combine(Path, name);
    }

    public string Write(string name, byte[] bytes)
    {
        var file = At(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
        return file;
    }

    public string Write(string name, string text)
    {
        return Write(name, System.Text.Encoding.UTF8.GetBytes(text));
    }

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
    }
}
