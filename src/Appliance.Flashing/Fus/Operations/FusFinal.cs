// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Fus.Operations;

/// <summary>What cannot be taken back on a part; each is done only where its word was given beside the wish itself.</summary>
[Flags]
public enum FusFinal
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Safeboot is replaced: user flash is erased, and no older Safeboot comes back.</summary>
    Safeboot = 1,

    /// <summary>The customer's authentication key is stored: images need the customer's signature from then on.</summary>
    CustomerKey = 2,

    /// <summary>That key can never be replaced again.</summary>
    CustomerKeyLock = 4,

    /// <summary>No stack older than the one that is installed goes in any more.</summary>
    AntiRollback = 8,
}

/// <summary>The words for what is final, as people write them.</summary>
public static class FusFinals
{
    private static readonly (string Word, FusFinal Value)[] Words =
    [
        ("safeboot", FusFinal.Safeboot), ("customer-key", FusFinal.CustomerKey), ("lock-customer-key", FusFinal.CustomerKeyLock), ("anti-rollback", FusFinal.AntiRollback),
    ];

    /// <summary>Every word.</summary>
    public static IReadOnlyList<string> All => [.. Words.Select(word => word.Word)];

    /// <summary>The word of one value.</summary>
    public static string Word(FusFinal value) => Words.First(word => word.Value == value).Word;

    /// <summary>What a word stands for; null for one nobody knows.</summary>
    public static FusFinal? Find(string word) => Words.FirstOrDefault(known => known.Word == word) is { Word: not null } found ? found.Value : null;
}
