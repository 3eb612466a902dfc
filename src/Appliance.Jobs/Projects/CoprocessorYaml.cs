// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Operations;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>Reads the key <c>coprocessor</c>.</summary>
internal static class CoprocessorYaml
{
    /// <summary>What is written; null where nothing is.</summary>
    public static CoprocessorSettings? Read(MapReader project, ProblemList problems)
    {
        if (project.Map("coprocessor", ProjectWords.CoprocessorKeys) is not { } reader)
            return null;
        var settings = new CoprocessorSettings
        {
            Fus = Paths(reader, "fus", problems),
            Safeboot = Path(reader, "safeboot", problems),
            Stack = Path(reader, "stack", problems),
            Address = reader.Parsed("address", AddressParser.Instance, _ => true, "32 bits"),
            Pairing = reader.Word("pairing", ProjectWords.Pairing) ?? default,
            Start = reader.Word("start", ProjectWords.CoprocessorStarts) ?? default,
            Images = reader.Word("images", ProjectWords.Images) ?? default,
            MasterKey = Path(reader, "master-key", problems),
            UserKeys = Paths(reader, "user-keys", problems),
            EncryptedKeys = Paths(reader, "encrypted-keys", problems),
            CustomerKey = Path(reader, "customer-key", problems),
            LockCustomerKey = reader.Word("lock-customer-key", ProjectWords.Unlock) == YesNo.Yes,
            AntiRollback = reader.Word("anti-rollback", ProjectWords.Unlock) == YesNo.Yes,
            Irreversible = Finals(reader),
        };
        if (!settings.IsSomething && problems.Count == 0)
            problems.Add(ProblemCode.OutOfRange, reader.Span, "\"coprocessor\" names neither images nor keys nor a lock; there is nothing to do.");
        return settings;
    }

    private static string? Path(MapReader reader, string key, ProblemList problems) =>
        reader.Optional(key) is { } node ? FileIn(reader, key, node, problems) : null;

    private static FusFinal Finals(MapReader reader)
    {
        var node = reader.Optional("irreversible");
        if (node is not (null or YamlList))
            reader.WrongType("irreversible", node, $"a list of {string.Join(", ", FusFinals.All)}");
        var finals = FusFinal.None;
        foreach (var item in (node as YamlList)?.Items ?? [])
        {
            if (item is YamlScalar scalar && FusFinals.Find(scalar.Text) is { } final)
                finals |= final;
            else
                reader.Bad(item, $"\"irreversible\" is a list of {string.Join(", ", FusFinals.All)}.");
        }

        return finals;
    }

    private static List<string> Paths(MapReader reader, string key, ProblemList problems)
    {
        switch (reader.Optional(key))
        {
            case null:
                return [];
            case YamlList { Items.Count: <= ProjectLimits.MaximumFiles } list:
                return [.. list.Items.Select(item => FileIn(reader, key, item, problems)).OfType<string>()];
            case YamlScalar one:
                return FileIn(reader, key, one, problems) is { } path ? [path] : [];
            case var other:
                reader.WrongType(key, other, "a list of file names");
                return [];
        }
    }

    private static string? FileIn(MapReader reader, string key, YamlNode node, ProblemList problems)
    {
        if (reader.AsScalar(key, node, "a file name") is not { } scalar)
            return null;
        if (PathRules.Refuse(scalar.Text) is not { } reason)
            return PathRules.Compose(scalar.Text);
        problems.Add(ProblemCode.UnsafePath, scalar.Span, $"The path \"{MapReader.Shorten(scalar.Text)}\" {reason}.");
        return null;
    }
}
