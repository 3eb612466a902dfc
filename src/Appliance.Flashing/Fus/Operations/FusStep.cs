// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Images;

namespace Appliance.Flashing.Fus.Operations;

/// <summary>A file for the coprocessor.</summary>
/// <param name="Name">Name of the file.</param>
/// <param name="Image">What its footers tell.</param>
/// <param name="Bytes">Its bytes.</param>
public sealed record FusFile(string Name, FusImage Image, ReadOnlyMemory<byte> Bytes);

/// <summary>What the coprocessor is wanted to be. Immutable.</summary>
public sealed record FusWish
{
    /// <summary>Files at hand: of FUS any that the way up needs, of the stack at most one.</summary>
    public IReadOnlyList<FusFile> Files { get; init; } = [];

    /// <summary>No stack is wanted.</summary>
    public bool Delete { get; init; }

    /// <summary>A stack is installed beside the one that is there, so that pairing data stay; FUS 2 and later.</summary>
    public bool KeepPairing { get; init; }

    /// <summary>Whether the stack starts afterwards; null: where it did before, or was installed (SEGGER wiki, STM32WB, starting the wireless stack).</summary>
    public bool? Start { get; init; }

    /// <summary>Where the stack is put; null for the computed address.</summary>
    public uint? Address { get; init; }

    /// <summary>First address past what must stay of user flash.</summary>
    public uint KeepBelow { get; init; } = FusDevice.FlashBase;

    /// <summary>Images that were in no known release are taken too.</summary>
    public bool TakeUnknown { get; init; }

    /// <summary>Keys that are stored, in order; each job stores them anew.</summary>
    public IReadOnlyList<UserKey> UserKeys { get; init; } = [];

    /// <summary>The customer's public authentication key, 64 bytes; empty for none.</summary>
    public ReadOnlyMemory<byte> CustomerKey { get; init; }

    /// <summary>The authentication key is locked.</summary>
    public bool LockCustomerKey { get; init; }

    /// <summary>Anti-rollback is activated, with the stack that is installed then.</summary>
    public bool AntiRollback { get; init; }

    /// <summary>What may be done although it cannot be taken back.</summary>
    public FusFinal Final { get; init; }
}

/// <summary>What a step does.</summary>
public enum FusStepKind
{
    /// <summary>The stack is deleted.</summary>
    Delete,

    /// <summary>FUS is replaced.</summary>
    UpgradeFus,

    /// <summary>Safeboot is replaced.</summary>
    InstallSafeboot,

    /// <summary>A stack is installed.</summary>
    InstallStack,

    /// <summary>A key is stored.</summary>
    StoreUserKey,

    /// <summary>The customer's authentication key is stored.</summary>
    UpdateCustomerKey,

    /// <summary>That key is locked.</summary>
    LockCustomerKey,

    /// <summary>Anti-rollback is activated.</summary>
    AntiRollback,
}

/// <summary>One step to what is wanted.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Text">The same in words, with versions and address.</param>
/// <param name="Loses">What the chip does not have afterwards; empty for nothing.</param>
public sealed record FusStep(FusStepKind Kind, string Text, string Loses)
{
    /// <summary>The file that goes in; null for none.</summary>
    public FusFile? File { get; init; }

    /// <summary>Where it is written.</summary>
    public uint Address { get; init; }

    /// <summary>Version FUS has afterwards.</summary>
    public FusVersion? Fus { get; init; }

    /// <summary>What of it cannot be taken back.</summary>
    public FusFinal Final { get; init; }

    /// <summary>When the part has no way back from a cut in the middle; empty where every cut is mended by the next press.</summary>
    public string NoWayBack { get; init; } = "";

    /// <summary>What goes with the command; keys, so no text shows it.</summary>
    internal ReadOnlyMemory<byte> Payload { get; init; }
}

/// <summary>A step that was done.</summary>
/// <param name="Step">The step.</param>
/// <param name="Elapsed">How long it took on the target's clock.</param>
/// <param name="Resets">Resets that were seen.</param>
/// <param name="After">What the chip told afterwards.</param>
public sealed record FusStepDone(FusStep Step, TimeSpan Elapsed, int Resets, FusSituation After)
{
    /// <summary>What FUS told of it; empty for nothing.</summary>
    public string Note { get; init; } = "";
}

/// <summary>What will be done, or why not. Immutable.</summary>
/// <param name="Steps">In order; empty where all is there already, or it is refused.</param>
/// <param name="Refusals">Reasons against it.</param>
/// <param name="Warnings">What is odd and harmless.</param>
public sealed record FusPlan(IReadOnlyList<FusStep> Steps, IReadOnlyList<string> Refusals, IReadOnlyList<string> Warnings);
