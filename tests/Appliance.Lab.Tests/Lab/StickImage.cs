// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace Appliance.Lab.Tests.Lab;

/// <summary>The content of a USB stick: one FAT file system without a partition table, filled and read here with mtools.</summary>
public sealed class StickImage : IDisposable
{
    private readonly string _folder;

    private StickImage(string folder) => _folder = folder;

    /// <summary>The image file.</summary>
    public string Path => System.IO.Path.Combine(_folder, "stick.img");

    /// <summary>Makes an empty stick.</summary>
    /// <param name="label">At most eleven letters and digits, upper case.</param>
    /// <param name="megabytes">Its size; FAT32 needs 33 at least.</param>
    public static async Task<StickImage> CreateAsync(string label, int megabytes = 40)
    {
        var stick = new StickImage(Directory.CreateTempSubdirectory("stick-").FullName);
        using (var file = File.Create(stick.Path)) file.SetLength(megabytes * 1_048_576L);
        await HostProgram.RunAsync("mkfs.vfat", ["-F", "32", "-n", label, stick.Path], Patience.Tool);
        return stick;
    }

    /// <summary>Copies a file or a folder of this machine to the top of the stick.</summary>
    public Task CopyAsync(string path) => Mtools("mcopy", "-i", Path, "-s", "-Q", path, "::/");

    /// <summary>Writes one file; its folders must be there.</summary>
    public async Task WriteAsync(string name, byte[] bytes)
    {
        var file = System.IO.Path.Combine(_folder, "file");
        await File.WriteAllBytesAsync(file, bytes);
        await Mtools("mcopy", "-i", Path, "-o", file, "::/" + name);
    }

    /// <summary>Writes one text file.</summary>
    public Task WriteAsync(string name, string text) => WriteAsync(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Makes a folder.</summary>
    public Task MakeFolderAsync(string name) => Mtools("mmd", "-i", Path, "::/" + name);

    /// <summary>Reads one file.</summary>
    public Task<string> ReadAsync(string name) => Mtools("mtype", "-i", Path, "::/" + name);

    /// <summary>The names of all files and folders, with their paths.</summary>
    public async Task<IReadOnlyList<string>> ListAsync() =>
        [.. (await Mtools("mdir", "-i", Path, "-/", "-b", "::/")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line["::/".Length..].TrimEnd('/'))];

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task<string> Mtools(string program, params string[] arguments) => HostProgram.RunAsync(program, arguments, Patience.Tool);
}
