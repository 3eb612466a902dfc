// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Serials;

namespace Appliance.Jobs.Projects;

/// <summary>How serials are made, as <c>serial: format:</c> says.</summary>
public enum SerialKind
{
    /// <summary>No serial: patches or a limit alone.</summary>
    None,

    /// <summary>ASCII text with a counter in it.</summary>
    Text,

    /// <summary>The counter as a binary number.</summary>
    Number,

    /// <summary>The counter as packed BCD.</summary>
    Bcd,

    /// <summary>A MAC address of a range.</summary>
    Mac,

    /// <summary>A UUID with the counter in it.</summary>
    Uuid,

    /// <summary>Lines of a file.</summary>
    List,
}

/// <summary>The keys <c>serial</c>, <c>patches</c> and <c>limit</c> of a project, as written; <see cref="SerialPlan"/> is what they mean.</summary>
public sealed record SerialSettings
{
    /// <summary>How serials are made.</summary>
    public SerialKind Kind { get; init; }

    /// <summary>Name of the ledger; empty: that of the project.</summary>
    public string Ledger { get; init; } = "";

    /// <summary>Where the serial goes.</summary>
    public uint Address { get; init; }

    /// <summary>Bytes it takes; 0 where the format fixes it.</summary>
    public int Length { get; init; }

    /// <summary>Text with <c>{dec:N}</c> or <c>{hex:N}</c>.</summary>
    public string Template { get; init; } = "";

    /// <summary>Base of UUIDs.</summary>
    public string Base { get; init; } = "";

    /// <summary>First counter, or first MAC address.</summary>
    public string First { get; init; } = "1";

    /// <summary>Last counter, or last MAC address.</summary>
    public string Last { get; init; } = "";

    /// <summary>Distance of two counters.</summary>
    public string Step { get; init; } = "1";

    /// <summary>Order of the bytes; null: the usual one of the format.</summary>
    public SerialOrder? Order { get; init; }

    /// <summary>What to do with a board that was made before.</summary>
    public SeenBoard Seen { get; init; }

    /// <summary>The list, as SEGGER's SNLIST.TXT; null where there is none.</summary>
    public string? ListFile { get; init; }

    /// <summary>The counter file, as SEGGER's SERIAL.TXT.</summary>
    public string? CounterFile { get; init; }

    /// <summary>The patch file, as SEGGER's Patches.txt.</summary>
    public string? PatchFile { get; init; }

    /// <summary>The count-down file, as SEGGER's Cntdown.txt.</summary>
    public string? CountdownFile { get; init; }

    /// <summary>Boards that may be made in all.</summary>
    public long? Limit { get; init; }

    /// <summary>The files named, with the key each stands under.</summary>
    internal IEnumerable<(string Key, string Path)> Files =>
        new[] { ("serial", ListFile), ("serial", CounterFile), ("patches", PatchFile), ("limit", CountdownFile) }
            .Where(file => file.Item2 is not null).Select(file => (file.Item1, file.Item2!));
}
