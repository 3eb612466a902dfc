// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Settings;
using Appliance.Ports.Checks;

namespace Appliance.Jobs.Remote;

/// <summary>
/// The file verbs of one caller (UM08022 "File I/O commands"). A file is held in memory while it is open and put on the disk whole when it is
/// closed, so that a tester that stops half-way leaves the old one. Names are flat. What may not be done is refused before the disk is asked.
/// </summary>
internal sealed class RemoteFileVerbs(RemoteDesk desk)
{
    /// <summary>Most bytes of one #FREAD or #FWRITE.</summary>
    public const int Piece = 512;

    /// <summary>Longest file: more than the flash of any target there is.</summary>
    public const int LongestFile = 32 << 20;

    private const int LongestName = 31; // kb.segger.com, "Flasher - File management"

    private string? _name;
    private MemoryStream? _contents;
    private bool _changed;

    /// <summary>Whether a verb is one of files.</summary>
    public static bool IsOne(string verb) =>
        verb is "FOPEN" or "FCLOSE" or "FREAD" or "FSIZE" or "FCRC" or "FLIST" or "FCREATE" or "FWRITE" or "FDELETE" or "MKDIR";

    /// <summary>Does one verb.</summary>
    /// <returns>The replies after #ACK.</returns>
    public IReadOnlyList<string> Do(RemoteCommand command)
    {
        if (desk.Allowed == RemoteFiles.None) return [RemoteReplies.Of(RemoteRefusal.NoFiles)];
        if (command.Verb is "FCREATE" or "FWRITE" or "FDELETE" or "MKDIR" && desk.Allowed != RemoteFiles.Write)
            return [RemoteReplies.Of(RemoteRefusal.NoWriting)];
        return command.Verb switch
        {
            "FOPEN" => [Open(command.Argument)],
            "FCREATE" => [Create(command.Argument)],
            "FDELETE" => [Delete(command.Argument)],
            "FCLOSE" => [Close()],
            "FSIZE" => [Opened(contents => $"#OK:{contents.Length:X}")],
            "FCRC" => [Opened(contents => $"#OK:{Crc32.Of(contents.ToArray()):X8}")],
            "FREAD" => [Opened(contents => Read(contents, command.Argument))],
            "FWRITE" => [Opened(contents => Write(contents, command.Argument))],
            "FLIST" => [.. desk.Files.Names().Where(IsName), RemoteReplies.Ok],
            _ => [RemoteReplies.Of(RemoteRefusal.NoFolders)],
        };
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name[0] != '.' && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or ' ');

    private string Open(string name)
    {
        if (!IsName(name)) return RemoteReplies.Of(RemoteRefusal.OpenFailed, "010");
        try
        {
            using var file = desk.Files.OpenRead(name);
            if (file is null || file.Length > LongestFile) return RemoteReplies.Of(RemoteRefusal.OpenFailed, "010");
            var contents = new MemoryStream();
            file.CopyTo(contents);
            (_name, _contents, _changed) = (name, contents, false);
            return RemoteReplies.Ok;
        }
        catch (IOException)
        {
            return RemoteReplies.Of(RemoteRefusal.OpenFailed, "010");
        }
    }

    private string Create(string name)
    {
        if (!IsName(name)) return RemoteReplies.Of(RemoteRefusal.OpenFailed, "010");
        (_name, _contents, _changed) = (name, new MemoryStream(), true);
        return RemoteReplies.Ok;
    }

    private string Delete(string name)
    {
        try
        {
            if (!IsName(name) || !desk.Files.Names().Contains(name)) return RemoteReplies.Of(RemoteRefusal.DeleteFailed, "013");
            desk.Files.Delete(name);
            return RemoteReplies.Ok;
        }
        catch (IOException)
        {
            return RemoteReplies.Of(RemoteRefusal.DeleteFailed, "013");
        }
    }

    private string Close() => Opened(contents =>
    {
        try
        {
            if (_changed) desk.Files.Replace(_name!, contents.ToArray());
            _contents = null;
            return RemoteReplies.Ok;
        }
        catch (IOException)
        {
            return RemoteReplies.Of(RemoteRefusal.WriteFailed, "012");
        }
    });

    private string Opened(Func<MemoryStream, string> action) => _contents is null ? RemoteReplies.Of(RemoteRefusal.NotOpen) : action(_contents);

    /// <summary><c>offset,count</c>; fewer bytes come back where there are fewer.</summary>
    private static string Read(MemoryStream contents, string argument)
    {
        var parts = argument.Split(',');
        if (parts.Length != 2 || !RemoteCommand.TryHex(parts[0], out var offset) || !RemoteCommand.TryHex(parts[1], out var count) || count > Piece)
            return RemoteReplies.Of(RemoteRefusal.BadArgument);
        var there = (int)Math.Clamp(contents.Length - offset, 0, count);
        return $"#OK:{there:X2}:{Convert.ToHexString(contents.GetBuffer().AsSpan(Math.Min(offset, (int)contents.Length), there))}";
    }

    /// <summary><c>offset,count:hex</c>.</summary>
    private string Write(MemoryStream contents, string argument)
    {
        var colon = argument.IndexOf(':', StringComparison.Ordinal);
        var parts = argument[..Math.Max(0, colon)].Split(',');
        if (parts.Length != 2 || !RemoteCommand.TryHex(parts[0], out var offset) || !RemoteCommand.TryHex(parts[1], out var count) || count > Piece)
            return RemoteReplies.Of(RemoteRefusal.BadArgument);
        var hex = argument[(colon + 1)..].Trim();
        if (hex.Length != count * 2 || !hex.All(char.IsAsciiHexDigit)) return RemoteReplies.Of(RemoteRefusal.BadArgument);
        if (offset > contents.Length || offset + count > LongestFile) return RemoteReplies.Of(RemoteRefusal.TooLarge);
        contents.Position = offset;
        contents.Write(Convert.FromHexString(hex));
        _changed = true;
        return RemoteReplies.Ok;
    }
}
