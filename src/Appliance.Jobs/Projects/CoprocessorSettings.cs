// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Operations;

namespace Appliance.Jobs.Projects;

/// <summary>What becomes of pairing data when a stack is installed over another.</summary>
public enum PairingData
{
    /// <summary>The stack that is there is deleted first.</summary>
    Discard,

    /// <summary>They stay; FUS 2 and later alone can do it.</summary>
    Keep,
}

/// <summary>What the coprocessor starts when the job is over.</summary>
public enum CoprocessorStart
{
    /// <summary>The stack where it was installed, or started before.</summary>
    Auto,

    /// <summary>The stack.</summary>
    Stack,

    /// <summary>FUS.</summary>
    Fus,
}

/// <summary>Which images for a coprocessor are taken.</summary>
public enum CoprocessorImages
{
    /// <summary>Those of the releases known here.</summary>
    Known,

    /// <summary>Any.</summary>
    Any,
}

/// <summary>The key <c>coprocessor</c> of a project: what the coprocessor of an STM32WB gets before the application is programmed.</summary>
public sealed record CoprocessorSettings
{
    /// <summary>Images of FUS: all that the way up from any part on the line may need.</summary>
    public IReadOnlyList<string> Fus { get; init; } = [];

    /// <summary>Image of the wireless stack; null for none.</summary>
    public string? Stack { get; init; }

    /// <summary>Where the stack is put; null for the computed address.</summary>
    public uint? Address { get; init; }

    /// <summary>Pairing data of the stack that is there.</summary>
    public PairingData Pairing { get; init; }

    /// <summary>What starts afterwards.</summary>
    public CoprocessorStart Start { get; init; }

    /// <summary>Which images are taken.</summary>
    public CoprocessorImages Images { get; init; }

    /// <summary>Image of Safeboot; null for none.</summary>
    public string? Safeboot { get; init; }

    /// <summary>File with the master key; null for none.</summary>
    public string? MasterKey { get; init; }

    /// <summary>Files with keys in the clear.</summary>
    public IReadOnlyList<string> UserKeys { get; init; } = [];

    /// <summary>Files with keys that the master key encrypted.</summary>
    public IReadOnlyList<string> EncryptedKeys { get; init; } = [];

    /// <summary>File with the customer's public authentication key; null for none.</summary>
    public string? CustomerKey { get; init; }

    /// <summary>That key is locked.</summary>
    public bool LockCustomerKey { get; init; }

    /// <summary>Anti-rollback is activated.</summary>
    public bool AntiRollback { get; init; }

    /// <summary>What may be done although it cannot be taken back.</summary>
    public FusFinal Irreversible { get; init; }

    /// <summary>The images named.</summary>
    internal IEnumerable<string> ImageFiles => One(Safeboot).Concat(Fus).Concat(One(Stack));

    /// <summary>The files named, keys among them.</summary>
    internal IEnumerable<string> Files => ImageFiles.Concat(One(MasterKey)).Concat(UserKeys).Concat(EncryptedKeys).Concat(One(CustomerKey));

    /// <summary>Whether anything is asked for.</summary>
    internal bool IsSomething => Files.Any() || LockCustomerKey || AntiRollback;

    private static IEnumerable<string> One(string? file) => file is null ? [] : [file];
}
