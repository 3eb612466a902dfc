// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Settings;
using Appliance.Service.Cli;
using Appliance.Service.Web.Access;

namespace Appliance.Service.Composition;

/// <summary>Takes the set-up file from a boot partition or a stick: the password is kept hashed, and the file is erased.</summary>
/// <param name="home">The appliance that is set up.</param>
/// <param name="passwords">Where its password is kept.</param>
internal sealed class FirstSetUp(ApplianceHome home, PasswordStore passwords)
{
    /// <summary>Where Raspberry Pi OS mounts the boot partition (bookworm and later; before that).</summary>
    public static readonly IReadOnlyList<string> BootFolders = ["/boot/firmware", "/boot"];

    /// <summary>Uses the file of a folder where there is one.</summary>
    /// <param name="folder">Top of a partition or stick.</param>
    /// <param name="mayReplace">Whether it may replace a password that is set: true for the boot partition, which only somebody reaches who opens the
    /// box; false for a stick, which anybody can put in.</param>
    /// <returns>What happened, in a sentence for the log and the page; null when there is no such file.</returns>
    public string? TakeFrom(string folder, bool mayReplace)
    {
        var path = Path.Combine(folder, SetUpFile.FileName);
        try
        {
            return File.Exists(path) ? Take(path, mayReplace) : null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return $"{SetUpFile.FileName} could not be used: {refused.Message}";
        }
    }

    private string Take(string path, bool mayReplace)
    {
        if (passwords.State != PasswordState.Missing && !mayReplace)
            return $"{SetUpFile.FileName} on the stick was left alone: the appliance is set up already.";
        var (file, problems) = Read(path);
        if (file is null)
            return $"{SetUpFile.FileName} was not used: {string.Join(" ", problems)}";
        if (HashOf(file, out var trouble) is not { } hash)
            return $"{SetUpFile.FileName} was not used: {trouble}";
        passwords.Set(hash);
        var named = Name(file.Name);
        return Erase(path) is { } left
            ? $"The appliance is set up{named}. {SetUpFile.FileName} could not be erased ({left}): erase it, it holds the password."
            : $"The appliance is set up{named}; {SetUpFile.FileName} was erased.";
    }

    private static (SetUpFile? File, IReadOnlyList<string> Problems) Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var (file, problems) = SetUpFile.Read(stream);
        return (file, [.. problems.Select(problem => problem.ToString())]);
    }

    private static PasswordHash? HashOf(SetUpFile file, out string? trouble)
    {
        if (file.PasswordHash is { } text)
        {
            trouble = "\"password-hash\" is not what 'appliance password --print' writes.";
            return PasswordHash.Parse(text);
        }

        trouble = PasswordRules.Trouble(file.Password);
        return trouble is null ? PasswordHash.Of(file.Password!) : null;
    }

    /// <summary>Settings with mistakes are not touched; the password counts all the same.</summary>
    private string Name(string? name)
    {
        if (name is null)
            return "";
        try
        {
            home.SetName(name);
            return $" as {name}";
        }
        catch (BadInputException broken)
        {
            return $" (its name was not set: {broken.Message})";
        }
    }

    /// <summary>Written over, then removed. On flash memory the old cells may live on until they are used again; the hash is the safer way.</summary>
    /// <returns>Why it is still there; null when it is not.</returns>
    private static string? Erase(string path)
    {
        try
        {
            using (var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None))
            {
                stream.Write(new byte[stream.Length]);
                stream.Flush(flushToDisk: true);
            }

            File.Delete(path);
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return refused.Message;
        }
    }
}
