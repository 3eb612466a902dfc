// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace Appliance.Lab.Tests.PowerCuts;

/// <summary>Files put over those of the guest's first file system: a cpio archive in the "newc" format (cpio(5)), which the kernel reads after the other.</summary>
internal static class FirstFiles
{
    private const int Executable = 0x81ED; // a plain file, rwxr-xr-x

    /// <summary>The first file system of the guest with other files in it.</summary>
    public static byte[] Over(byte[] archive, params (string Name, string Text)[] files)
    {
        using var all = new MemoryStream();
        all.Write(archive);
        Pad(all);
        foreach (var (name, text) in files) Entry(all, name, Encoding.ASCII.GetBytes(text.ReplaceLineEndings("\n")), Executable);
        Entry(all, "TRAILER!!!", [], 0);
        return all.ToArray();
    }

    private static void Entry(MemoryStream all, string name, byte[] bytes, int mode)
    {
        int[] fields = [1, mode, 0, 0, 1, 0, bytes.Length, 0, 0, 0, 0, name.Length + 1, 0];
        all.Write(Encoding.ASCII.GetBytes("070701" + string.Concat(fields.Select(field => field.ToString("X8", System.Globalization.CultureInfo.InvariantCulture))) + name + "\0"));
        Pad(all);
        all.Write(bytes);
        Pad(all);
    }

    private static void Pad(MemoryStream all)
    {
        while (all.Length % 4 != 0) all.WriteByte(0);
    }
}
