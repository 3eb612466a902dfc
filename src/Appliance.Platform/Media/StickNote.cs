// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Platform.Media;

/// <summary>
/// What the mounting unit says of a stick in <c>NAME.stick</c>: lines of a word, a space and the rest. The file is renamed into its place, so it is
/// always whole; <c>systemd/appliance-stick</c> writes it.
/// </summary>
/// <param name="Name">Name of the kernel: <c>sda1</c>.</param>
/// <param name="State">One of the words below.</param>
/// <param name="Plug">Another one each time something is plugged in (DISKSEQ of the kernel).</param>
/// <param name="Label">Label of the file system.</param>
/// <param name="Reason">Why it was refused.</param>
/// <param name="Device">Folder of the kernel that is there as long as the stick is plugged in; empty when nobody said.</param>
internal sealed record StickNote(string Name, string State, string Plug, string Label, string Reason, string Device)
{
    public const string Extension = ".stick";

    /// <summary>It is being looked at; nothing to see yet.</summary>
    public const string Working = "working";

    /// <summary>It is mounted for reading.</summary>
    public const string Reading = "reading";

    /// <summary>It cannot be mounted.</summary>
    public const string Refused = "refused";

    /// <summary>It is mounted for writing, and for reading no more.</summary>
    public const string Writing = "writing";

    /// <summary>Everything is on it; it is mounted no more.</summary>
    public const string Written = "written";

    /// <summary>It could not be mounted for writing.</summary>
    public const string Protected = "protected";

    /// <summary>Longest note, in bytes; root wrote it, but a stick chose its label.</summary>
    private const int MaximumBytes = 4096;

    /// <summary>Reads a note; null where it has gone meanwhile or is none.</summary>
    public static StickNote? Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaximumBytes) return null;
            var fields = File.ReadLines(path).Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2)
                .GroupBy(parts => parts[0], parts => parts[1]).ToDictionary(group => group.Key, group => group.First());
            var name = Path.GetFileNameWithoutExtension(path);
            return fields.TryGetValue("state", out var state) && fields.TryGetValue("plug", out var plug)
                ? new StickNote(name, state, plug, Clean(fields.GetValueOrDefault("label", "")), fields.GetValueOrDefault("reason", ""), fields.GetValueOrDefault("device", ""))
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Clean(string label) => string.Concat(label.Where(letter => !char.IsControl(letter))).Trim();
}
