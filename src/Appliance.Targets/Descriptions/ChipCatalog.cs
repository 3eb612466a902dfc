// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace Appliance.Targets.Descriptions;

/// <summary>All chips the appliance knows, by name. Immutable; safe for several threads.</summary>
public sealed class ChipCatalog
{
    private const string SchemaName = "chips.schema.json";

    private static readonly Lazy<ChipCatalog> Embedded = new(LoadEmbedded);
    private readonly Dictionary<string, ChipDescription> _byName;

    private ChipCatalog(IReadOnlyList<ChipDescription> chips)
    {
        Chips = chips;
        _byName = chips.ToDictionary(chip => chip.Name, StringComparer.Ordinal);
    }

    /// <summary>The chips of the data files built into the product, read at first use.</summary>
    /// <exception cref="ChipDataException">A data file is broken.</exception>
    public static ChipCatalog Default => Embedded.Value;

    /// <summary>Every chip, in the order of the files.</summary>
    public IReadOnlyList<ChipDescription> Chips { get; }

    /// <summary>Reads a catalogue from data files.</summary>
    /// <param name="files">Name and content of each.</param>
    /// <exception cref="ChipDataException">A field is missing or wrong, or a chip is there twice.</exception>
    public static ChipCatalog Load(IEnumerable<(string File, Stream Json)> files)
    {
        using var schema = JsonDocument.Parse(Resource(SchemaName));
        var chips = new List<ChipDescription>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (file, json) in files)
        {
            foreach (var chip in ChipFile.Read(file, json, schema.RootElement))
            {
                if (!names.Add(chip.Name))
                    throw new ChipDataException(file, "parts", $"{chip.Name} is there twice");
                chips.Add(chip);
            }
        }

        return new ChipCatalog(chips);
    }

    /// <summary>Finds a chip by its name or by a longer part number: <c>stm32f103cb</c> and <c>STM32F103CBT6</c> are the same.</summary>
    /// <param name="name">The name, upper or lower case.</param>
    /// <exception cref="TargetException"><see cref="TargetFault.UnknownChip"/>, with the nearest names.</exception>
    public ChipDescription Find(string name) => TryFind(name, out var chip) ? chip! : throw Unknown(name);

    /// <summary>As <see cref="Find"/>, without an exception.</summary>
    public bool TryFind(string name, out ChipDescription? chip)
    {
        var wanted = name.Trim().ToLowerInvariant();
        for (var length = wanted.Length; length > 0; length--)
        {
            if (_byName.TryGetValue(wanted[..length], out chip) && IsPartNumberTail(wanted.AsSpan(length), chip.Packages))
                return true;
        }

        chip = null;
        return false;
    }

    /// <summary>The chips that show a DEV_ID.</summary>
    public IReadOnlyList<ChipDescription> WithDeviceId(uint deviceId) =>
        [.. Chips.Where(chip => chip.Identification.DeviceId == deviceId)];

    /// <summary>The names nearest to one that is not known: those it begins, else those a few letters away; may be empty.</summary>
    public IReadOnlyList<string> Nearest(string name) => NearestNames.To(name.Trim().ToLowerInvariant(), [.. Chips.Select(chip => chip.Name)]);

    /// <summary>What may follow the flash-size letter: nothing, or the package letter and whatever options come after it.</summary>
    private static bool IsPartNumberTail(ReadOnlySpan<char> tail, string packages) =>
        tail.IsEmpty || packages.Contains(char.ToUpperInvariant(tail[0]), StringComparison.Ordinal);

    private TargetException Unknown(string name)
    {
        var nearest = Nearest(name);
        var hint = nearest.Count == 0 ? "" : $"; did you mean {string.Join(", ", nearest)}?";
        return new TargetException(TargetFault.UnknownChip, $"There is no chip {name} in the chip data{hint}",
            expected: nearest.Count == 0 ? null : string.Join(", ", nearest), actual: name);
    }

    private static ChipCatalog LoadEmbedded()
    {
        var files = typeof(ChipCatalog).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".json", StringComparison.Ordinal) && name != SchemaName).Order(StringComparer.Ordinal);
        return Load(files.Select(name => (name, Resource(name))));
    }

    private static Stream Resource(string name) => typeof(ChipCatalog).Assembly.GetManifestResourceStream(name)
        ?? throw new ChipDataException(name, "(whole file)", "is not built into the product");
}
