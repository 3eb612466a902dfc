// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Settings;
using Appliance.Jobs.Sticks;
using Appliance.Ports.Files;
using Appliance.Service.Cli;
using Appliance.Service.Web.Access;

namespace Appliance.Service.Composition;

/// <summary>Takes the set-up file of a boot partition, a stick or a shell: the password is kept hashed.</summary>
/// <param name="home">The appliance that is set up.</param>
/// <param name="passwords">Where its password is kept.</param>
internal sealed class FirstSetUp(ApplianceHome home, PasswordStore passwords) : IStickSetUp
{
    /// <summary>Where Raspberry Pi OS mounts the boot partition (bookworm and later; before that).</summary>
    public static readonly IReadOnlyList<string> BootFolders = ["/boot/firmware", "/boot"];

    /// <summary>Uses the file of a boot partition where there is one, in the place of a password that is set: only somebody who opens the box can put
    /// it there. The file is erased.</summary>
    /// <param name="folder">Top of the partition.</param>
    /// <returns>What happened, in a sentence for the log and the page; null when there is no such file.</returns>
    public string? TakeFrom(string folder)
    {
        var path = Path.Combine(folder, SetUpFile.FileName);
        try
        {
            if (!File.Exists(path)) return null;
            SetUpTaking taken;
            using (var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read)) taken = Replace(stream);
            if (taken.Refused is not null) return taken.Message;
            return Erase(path) is { } left
                ? $"{taken.Message} {SetUpFile.FileName} could not be erased ({left}): erase it, it holds the password."
                : $"{taken.Message} {SetUpFile.FileName} was erased.";
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return $"{SetUpFile.FileName} could not be used: {refused.Message}";
        }
    }

    /// <inheritdoc/>
    /// <remarks>A password that is set stays: anybody can put a stick in.</remarks>
    public SetUpTaking Take(Stream file) => passwords.State == PasswordState.Missing
        ? Replace(file)
        : new SetUpTaking(Catalogue.SetUpDone, $"{SetUpFile.FileName} was left alone: the appliance is set up already.");

    /// <summary>Uses a file, in the place of a password that is set.</summary>
    public SetUpTaking Replace(Stream file)
    {
        var (setUp, problems) = SetUpFile.Read(file);
        if (setUp is null)
            return new SetUpTaking(Catalogue.SetUpWrong, $"{SetUpFile.FileName} was not used: {string.Join(" ", problems)}");
        if (HashOf(setUp, out var trouble) is not { } hash)
            return new SetUpTaking(Catalogue.SetUpWrong, $"{SetUpFile.FileName} was not used: {trouble}");
        try
        {
            passwords.Set(hash);
        }
        catch (FileFaultException disk)
        {
            return new SetUpTaking(Catalogue.SetUpNotKept, disk.Message);
        }

        return new SetUpTaking(null, $"The appliance is set up{Name(setUp.Name)}.");
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
