// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>Signs a project where it is: a folder gets a <c>project.sig</c>, a zip is packed anew with one.</summary>
public static class ProjectSigner
{
    /// <summary>Signs.</summary>
    /// <param name="path">Folder or zip file.</param>
    /// <param name="key">A private key, see <see cref="SigningKey"/>.</param>
    /// <param name="cancel">Ends it; the project is as it was.</param>
    /// <returns>The signature, or null with every mistake of the project.</returns>
    /// <exception cref="IOException">The disk refused; the project is as it was.</exception>
    public static (ProjectSignature? Signature, IReadOnlyList<Problem> Problems) Sign(string path, ECDsa key, CancellationToken cancel = default)
    {
        var (loaded, problems) = ProjectReader.Inspect(path, cancel);
        if (loaded is null || problems.Count > 0) return (null, problems.Sorted);
        var signature = ProjectSignature.Sign(loaded.Project, key);
        var bytes = Encoding.ASCII.GetBytes(signature.ToString());
        if (loaded.Source is FolderSource folder)
            Replace(Path.Combine(folder.Root, ProjectSignature.FileName), target => target.Write(bytes));
        else
            Replace(Path.GetFullPath(path), target => ProjectPacker.WriteZip(new LoadedProject(loaded.Project, new Signed((ProjectSource)loaded.Source, bytes), loaded.Places), target, cancel));
        return (signature, []);
    }

    /// <summary>A file appears under its name only when it is whole.</summary>
    private static void Replace(string path, Action<Stream> write)
    {
        var half = path + ".part";
        try
        {
            using (var target = new FileStream(half, FileMode.Create, FileAccess.ReadWrite))
            {
                write(target);
                target.Flush(flushToDisk: true);
            }

            File.Move(half, path, overwrite: true);
        }
        finally
        {
            File.Delete(half);
        }
    }

    /// <summary>A project with another signature.</summary>
    private sealed class Signed(ProjectSource unsigned, byte[] signature) : ProjectSource
    {
        public override string Name => unsigned.Name;

        public override long? Length(string path) => path == ProjectSignature.FileName ? signature.Length : unsigned.Length(path);

        public override Stream Open(string path) => path == ProjectSignature.FileName ? new MemoryStream(signature, writable: false) : unsigned.Open(path);

        public override IEnumerable<string> Names() => unsigned.Names().Append(ProjectSignature.FileName).Distinct();
    }
}
