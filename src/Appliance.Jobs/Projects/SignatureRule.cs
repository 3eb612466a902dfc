// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Jobs.Yaml;
using Appliance.Ports.Files;

namespace Appliance.Jobs.Projects;

/// <summary>Whether a project must be signed, and by whom: every <c>*.pem</c> in the keys folder of the appliance is trusted. Keys are read at each
/// check, so that one that was taken away counts no more.</summary>
public sealed class SignatureRule
{
    private const string KeyExtension = ".pem";

    /// <summary>Most bytes read of a key file.</summary>
    private const int MaximumKeyBytes = 8192;

    private readonly Func<bool> _required;
    private readonly Func<IDurableFolder?> _keys;

    /// <summary>Creates the rule.</summary>
    /// <param name="required">Whether signatures are required now.</param>
    /// <param name="keys">The folder of trusted public keys now; null when there is none.</param>
    public SignatureRule(Func<bool> required, Func<IDurableFolder?> keys)
    {
        (_required, _keys) = (required, keys);
    }

    /// <summary>Nobody must have signed.</summary>
    public static SignatureRule None { get; } = new(() => false, () => null);

    /// <summary>Why a project is refused; null when it is not.</summary>
    public Problem? Refuse(LoadedProject loaded) => Refuse(loaded.Source, loaded.Project);

    internal Problem? Refuse(IProjectSource source, Project project)
    {
        if (!_required()) return null;
        ProjectSignature? signature;
        try
        {
            using var stream = source.Open(ProjectSignature.FileName);
            signature = ProjectSignature.Parse(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refused(ProblemCode.SignatureMissing, $"\"{project.Name}\" is not signed; sign it with 'appliance projects sign'.");
        }

        if (signature is null) return Refused(ProblemCode.SignatureWrong, "This is no signature; sign the project again.");
        if (signature.Content != project.ContentHash)
            return Refused(ProblemCode.SignatureWrong, $"\"{project.Name}\" was changed after it was signed; sign it again.");
        return Vouched(signature, project);
    }

    private Problem? Vouched(ProjectSignature signature, Project project)
    {
        var (known, vouched) = (false, false);
        foreach (var text in Keys())
        {
            using var key = SigningKey.Read(text, out _);
            if (key is null || SigningKey.IdOf(key) != signature.KeyId) continue;
            known = true;
            vouched |= signature.IsOf(key);
        }

        if (vouched) return null;
        return known
            ? Refused(ProblemCode.SignatureWrong, $"The signature of \"{project.Name}\" is damaged; sign the project again.")
            : Refused(ProblemCode.SignatureUnknown, $"\"{project.Name}\" is signed with the key {MapReader.Shorten(signature.KeyId)}, which is not trusted here; its public half belongs into the keys folder.");
    }

    private IEnumerable<string> Keys()
    {
        if (_keys() is not { } folder) yield break;
        foreach (var name in folder.Names().Where(name => name.EndsWith(KeyExtension, StringComparison.Ordinal)))
        {
            using var stream = folder.OpenRead(name);
            if (stream is null) continue;
            var bytes = new byte[MaximumKeyBytes];
            yield return Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        }
    }

    private static Problem Refused(ProblemCode code, string message) => new(code, ProjectSignature.FileName, 0, 0, message);
}
