// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Appliance.Jobs.Projects;

namespace Appliance.Service.Cli;

/// <summary><c>projects sign</c> and <c>projects key</c>: who vouches for a project.</summary>
internal static class ProjectsSigning
{
    private const string KeyOption = "--key";

    public static Command Sign()
    {
        var path = new Argument<string>("PROJECT") { Description = "Folder or .zip of the project." };
        var file = new Option<string>(KeyOption) { Description = "The private key, as 'projects key' makes it.", HelpName = "FILE", Required = true };
        var command = new Command("sign", "Sign a project: a folder gets a project.sig, a .zip is packed anew with one.") { path, file };
        command.SetAction(parsed =>
        {
            using var key = Private(parsed.GetRequiredValue(file));
            var (signature, problems) = Writing(parsed.GetRequiredValue(path), () => ProjectSigner.Sign(parsed.GetRequiredValue(path), key));
            if (signature is null) throw new BadInputException(string.Join("\n", problems));
            Console.WriteLine($"signed: content {signature.Content}, key {signature.KeyId}");
            return ExitCodes.Pass;
        });
        return command;
    }

    public static Command Key()
    {
        var file = new Argument<string>("FILE") { Description = "The private key to write; its public half goes beside it as FILE.pub.pem." };
        var command = new Command("key", "Make a key that signs projects. Keep FILE at the desk; put FILE.pub.pem into the keys folder of each appliance.") { file };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            using var key = SigningKey.Create();
            Writing(path, () =>
            {
                WriteNew(path, SigningKey.PrivateText(key), secret: true);
                WriteNew(path + ".pub.pem", SigningKey.PublicText(key), secret: false);
                return 0;
            });
            Console.WriteLine($"key {SigningKey.IdOf(key)}: {path} signs, {path}.pub.pem goes to the appliances");
            return ExitCodes.Pass;
        });
        return command;
    }

    private static ECDsa Private(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"The key '{path}' cannot be read: {refused.Message}");
        }

        var key = SigningKey.Read(text, out var why) ?? throw new BadInputException($"'{path}' {why}. 'projects key FILE' makes one.");
        if (SigningKey.IsPrivate(key)) return key;
        key.Dispose();
        throw new BadInputException($"'{path}' is a public key; {KeyOption} needs the private one.");
    }

    /// <summary>A key is never overwritten: what it signed would be worth nothing. Nobody else may read a secret one, from its first byte on.</summary>
    private static void WriteNew(string path, string text, bool secret)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (secret && !OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(path, options);
        stream.Write(Encoding.ASCII.GetBytes(text));
    }

    private static T Writing<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"'{path}' cannot be written: {refused.Message}");
        }
    }
}
