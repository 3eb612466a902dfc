// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Settings;

/// <summary>
/// The first set-up of an appliance that has no screen and no keyboard: the text of <c>appliance-setup.yaml</c>, which an engineer puts on the boot
/// partition or on a stick. It carries a secret, and is erased once it was used.
/// </summary>
public sealed record SetUpFile
{
    /// <summary>Its name, at the top of the partition or stick.</summary>
    public const string FileName = "appliance-setup.yaml";

    private static readonly IReadOnlyList<string> Keys = ["password", "password-hash", "name"];

    /// <summary>The engineer's password in plain; null where the hash is given.</summary>
    public string? Password { get; init; }

    /// <summary>The engineer's password as <c>appliance password --print</c> writes it; null where it is given in plain.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Name of the appliance; null to leave it as it is.</summary>
    public string? Name { get; init; }

    /// <summary>Reads the file.</summary>
    /// <param name="stream">Its bytes.</param>
    /// <returns>The set-up, or null with every mistake. No mistake repeats the secret.</returns>
    public static (SetUpFile? File, IReadOnlyList<Problem> Problems) Read(Stream stream)
    {
        var problems = new ProblemList(FileName);
        if (YamlText.Read(stream, problems) is not { } text)
            return (null, problems.Sorted);
        if (YamlParser.Parse(text, problems) is not YamlMap map)
        {
            if (problems.Count == 0)
                problems.AddWhole(ProblemCode.WrongType, "The set-up is keys with values: password (or password-hash), and name.");
            return (null, problems.Sorted);
        }

        var reader = new MapReader(map, "The set-up", Keys, problems);
        var file = new SetUpFile
        {
            Password = Text(reader, "password"), PasswordHash = Text(reader, "password-hash"), Name = Text(reader, "name"),
        };
        if (problems.Count == 0 && file.Password is null == file.PasswordHash is null)
            problems.AddWhole(ProblemCode.MissingKey, "Write either \"password\" or \"password-hash\".");
        return problems.Count == 0 ? (file, []) : (null, problems.Sorted);
    }

    private static string? Text(MapReader reader, string key)
    {
        if (reader.Scalar(key, "a text") is not { } scalar)
            return null;
        if (scalar.Text.Length is > 0 and <= SettingsLimits.MaximumText && scalar.Text.Trim() == scalar.Text && !scalar.Text.Any(char.IsControl))
            return scalar.Text;
        reader.Bad(scalar, $"\"{key}\" is one line of text that neither is empty nor begins or ends with a space.");
        return null;
    }
}
