// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Flashing.Layout;

namespace Appliance.Jobs.Projects;

/// <summary>
/// What is programmed into one kind of board, as its <c>project.yaml</c> says; defaults filled in. Immutable, pure data; the bytes of the files
/// come from <see cref="LoadedProject"/>.
/// </summary>
public sealed record Project
{
    /// <summary>Name people know it by: 1 to 64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Revision of the whole project: 1 to 32 characters, compared as text only.</summary>
    public required string Revision { get; init; }

    /// <summary>Chip name: the start of the part number in lower case, for example <c>stm32f103cb</c>.</summary>
    public required string Target { get; init; }

    /// <summary>Firmware files in the order written, at least one.</summary>
    public required IReadOnlyList<ProjectFile> Files { get; init; }

    /// <summary>What is erased before programming.</summary>
    public EraseRequest Erase { get; init; } = EraseRequest.Auto;

    /// <summary>Flash that survives whatever is erased; empty for none.</summary>
    public IReadOnlyList<KeptRange> Keep { get; init; } = [];

    /// <summary>What the planner needs to know of it.</summary>
    public FlashPolicy Policy => new(Erase, Verify, SwclkHz) { Keep = Keep };

    /// <summary>How the result is proven.</summary>
    public VerifyMethod Verify { get; init; } = VerifyMethod.Readback;

    /// <summary>What the target does when the job is over.</summary>
    public FinalState Reset { get; init; } = FinalState.Run;

    /// <summary>SWCLK asked for, in Hz; the connect ladder may go below, never above.</summary>
    public int SwclkHz { get; init; } = ProjectLimits.DefaultSwclkHz;

    /// <summary>How the connection is made.</summary>
    public ConnectMode Connect { get; init; } = ConnectMode.Auto;

    /// <summary>Longest time of a whole job, all attempts included.</summary>
    public TimeSpan JobLimit { get; init; } = ProjectLimits.DefaultJobLimit;

    /// <summary>Longest time of getting a connection, all rungs of the ladder included.</summary>
    public TimeSpan ConnectLimit { get; init; } = ProjectLimits.DefaultConnectLimit;

    /// <summary>How the board is supplied.</summary>
    public PowerPolicy Power { get; init; } = PowerPolicy.Default;

    /// <summary>Further attempts after a failure whose cause makes a retry sensible; 0 for none.</summary>
    public int Retries { get; init; } = ProjectLimits.DefaultRetries;

    /// <summary>What a barcode scanner reads to select this project: 1 to 64 characters; null when its name does.</summary>
    public string? Barcode { get; init; }

    /// <summary>Option bytes the board gets, by field name, as written; empty for none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Options { get; init; } = [];

    /// <summary>Options that may be set to values which can never be taken back.</summary>
    public IReadOnlyList<string> Irreversible { get; init; } = [];

    /// <summary>Whether read protection of level 1 is taken away, which erases the chip.</summary>
    public bool Unlock { get; init; }

    /// <summary>Serials, patches and limit; null where there are none.</summary>
    public SerialSettings? Serials { get; init; }

    /// <summary>What the coprocessor of an STM32WB gets; null where it is left alone.</summary>
    public CoprocessorSettings? Coprocessor { get; init; }

    /// <summary>Loaders of chip and memory makers, each for the flash it says; empty for none.</summary>
    public IReadOnlyList<LoaderSetting> Loaders { get; init; } = [];

    /// <summary>Files that <see cref="Serials"/>, <see cref="Coprocessor"/> and <see cref="Loaders"/> name.</summary>
    public IReadOnlyList<ProjectFile> SideFiles { get; init; } = [];

    /// <summary>
    /// SHA-256, 64 lower-case hex digits, over all values above and the digests of the files: the same for folder and zip, for any comment, order of
    /// keys and form of writing; another for any change of what is programmed or how.
    /// </summary>
    public required string ContentHash { get; init; }
}
