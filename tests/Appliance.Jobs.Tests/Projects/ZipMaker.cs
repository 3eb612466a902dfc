// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using System.Text;

namespace Appliance.Jobs.Tests.Projects;

/// <summary>Makes zip files: good ones with the framework's writer, bad ones by changing their bytes.</summary>
internal static class ZipMaker
{
    public const string Yaml = "name: Door\nrevision: 1\ntarget: stm32f103cb\nfiles: [{path: a.bin, address: 0x08000000}]\n";

    public static byte[] Make(params (string Name, string Text)[] entries)
    {
        return Make(entries.Select(entry => (entry.Name, Encoding.UTF8.GetBytes(entry.Text), 0)));
    }

    public static byte[] Good()
    {
        return Make(("project.yaml", Yaml), ("a.bin", "0123456789"));
    }

    public static byte[] Make(IEnumerable<(string Name, byte[] Bytes, int Mode)> entries)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes, mode) in entries)
            {
                var entry = archive.CreateEntry(name, CompressionLevel.Fastest);
                entry.ExternalAttributes = mode << 16;
                using var target = entry.Open();
                target.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Position of a header of one entry: signature, then the name at an offset.</summary>
    public static int Header(byte[] zip, uint signature, int nameOffset, string name)
    {
        var wanted = Encoding.UTF8.GetBytes(name);
        for (var at = 0; at + nameOffset + wanted.Length <= zip.Length; at++)
        {
            if (BitConverter.ToUInt32(zip, at) == signature && zip.AsSpan(at + nameOffset, wanted.Length).SequenceEqual(wanted))
                return at;
        }

        throw new InvalidOperationException($"No header of {name}.");
    }

    public static int Central(byte[] zip, string name)
    {
        return Header(zip, 0x02014b50, 46, name);
    }

    public static int Local(byte[] zip, string name)
    {
        return Header(zip, 0x04034b50, 30, name);
    }

    public static byte[] Patch(byte[] zip, int at, params byte[] bytes)
    {
        bytes.CopyTo(zip, at);
        return zip;
    }
}
