// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.OptionBytes;
using Appliance.Ports.Wires;

namespace Appliance.Flashing;

/// <summary>
/// What a job sees of a target, whatever route leads to it: the debug route (DAP, core, flash algorithms) or the boot route (ROM
/// bootloader, GDB probe).
/// </summary>
/// <remarks>
/// Life cycle: create → <see cref="Connect"/> → <see cref="Identify"/> → <see cref="Erase"/> → <see cref="Program"/> → <see cref="Verify"/> →
/// <see cref="Reset"/> → dispose. <see cref="MakeSafe"/> at any moment. One thread at a time. Every failing member throws
/// <see cref="FlashException"/>, <see cref="Targets.TargetException"/>, <see cref="Probes.DapException"/>,
/// <see cref="BootLoaders.BootLoaderException"/> or <see cref="WireException"/>;
/// the job runner alone makes an outcome of them.
/// </remarks>
public interface ITargetSession : IDisposable
{
    /// <summary>What this route can do; a policy it cannot meet is refused before the line sees it.</summary>
    SessionCapabilities Capabilities { get; }

    /// <summary>What the record keeps of the probe: name, clock, cycles, simulated or not. Current at each call.</summary>
    ProbeFacts Probe { get; }

    /// <summary>The clock of the target.</summary>
    ITargetClock Clock { get; }

    /// <summary>Trouble that did not stop the job, in order of appearance.</summary>
    IReadOnlyList<SessionWarning> Warnings { get; }

    /// <summary>Reaches the target and brings it under control: nothing on it runs, watchdogs are frozen.</summary>
    void Connect(ConnectSettings settings, CancellationToken cancel);

    /// <summary>Reads who the target is and refuses the wrong one by name. Changes nothing.</summary>
    TargetIdentity Identify(CancellationToken cancel);

    /// <summary>Erases as planned.</summary>
    void Erase(FlashPlan plan, IProgress<long>? progress, CancellationToken cancel);

    /// <summary>Programs as planned; progress in bytes programmed.</summary>
    void Program(FlashPlan plan, FirmwareImage image, IProgress<long>? progress, CancellationToken cancel);

    /// <summary>Reads the target and compares; returns only evidence that the whole image is there.</summary>
    /// <exception cref="FlashException">A difference, with its address, what was expected and what was read.</exception>
    VerifyEvidence Verify(FlashPlan plan, FirmwareImage image, IProgress<long>? progress, CancellationToken cancel);

    /// <summary>Refuses the wrong chip by name; takes read protection of level 1 away, which erases the flash. Nothing where there is none.</summary>
    /// <exception cref="FlashException"><see cref="FlashFault.Unsupported"/>: this route has no <see cref="SessionCapabilities.OptionBytes"/>.</exception>
    void Unprotect(CancellationToken cancel);

    /// <summary>What the option bytes say, by field names. Changes nothing.</summary>
    /// <exception cref="FlashException"><see cref="FlashFault.Unsupported"/>, as above.</exception>
    OptionValues ReadOptions(CancellationToken cancel);

    /// <summary>Stores options where they are not so already, the protection level last, and reads them back after the chip loaded them.</summary>
    /// <exception cref="FlashException"><see cref="FlashFault.OptionMismatch"/>: they are not what was stored; or <see cref="FlashFault.Unsupported"/>.</exception>
    OptionReport SetOptions(OptionPlan plan, CancellationToken cancel);

    /// <summary>Leaves the target as the project wants it at the end.</summary>
    void Reset(FinalState state, CancellationToken cancel);

    /// <summary>Brings the target to a known state after a cancel or an error: flash locked, held in reset where there is a line for it, else
    /// halted; says which. Never throws.</summary>
    SafeState MakeSafe();
}

/// <summary>What a route can do.</summary>
[Flags]
public enum SessionCapabilities
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Erase single sectors.</summary>
    SectorErase = 1,

    /// <summary>Erase the whole chip.</summary>
    MassErase = 2,

    /// <summary>Read every byte back.</summary>
    Readback = 4,

    /// <summary>Compute a CRC on the target.</summary>
    TargetCrc = 8,

    /// <summary>Drive nRESET.</summary>
    HardwareReset = 16,

    /// <summary>Halt and leave halted.</summary>
    Halt = 32,

    /// <summary>Read and change option bytes, where the chip data have them.</summary>
    OptionBytes = 64,

    /// <summary>Work on the coprocessor of an STM32WB (<see cref="Fus.ICoprocessorSession"/>).</summary>
    Coprocessor = 128,

    /// <summary>Run a loader of others on the target, which a project names.</summary>
    VendorLoaders = 256,
}

/// <summary>How the target is reached.</summary>
public enum ConnectMode
{
    /// <summary>Normal first, then under reset, then slower.</summary>
    Auto,

    /// <summary>Without nRESET.</summary>
    Normal,

    /// <summary>With nRESET held low until the core is caught.</summary>
    UnderReset,
}

/// <summary>Settings of a connect.</summary>
/// <param name="Hertz">Wanted SWCLK.</param>
/// <param name="Mode">How.</param>
/// <param name="Deadline">Longest time for the whole connect, on the target's clock.</param>
public sealed record ConnectSettings(int Hertz, ConnectMode Mode, TimeSpan Deadline);

/// <summary>How the target is left.</summary>
public enum FinalState
{
    /// <summary>Reset and running.</summary>
    Run,

    /// <summary>Reset and halted at its first instruction.</summary>
    Halt,

    /// <summary>Not reset, debug released: the core goes on from where it was halted, which may be nowhere.</summary>
    Leave,
}

/// <summary>What <see cref="ITargetSession.MakeSafe"/> could reach.</summary>
public enum SafeState
{
    /// <summary>nRESET is held low.</summary>
    HeldInReset,

    /// <summary>The core is halted, flash locked.</summary>
    Halted,

    /// <summary>The boot loader of the chip runs and waits for a command; nothing else does.</summary>
    InBootLoader,

    /// <summary>The coprocessor is in the middle of an operation, and the board was left alone: a reset now could cost the chip.</summary>
    CoprocessorWorks,

    /// <summary>The target could not be reached any more; its state is not known.</summary>
    Unknown,
}

/// <summary>Facts about the probe for the record.</summary>
/// <param name="Name">Name of the probe.</param>
/// <param name="Simulated">A simulated board or a remote wire: not production.</param>
/// <param name="VirtualTime">Target time is virtual: it repeats to the clock.</param>
/// <param name="Hertz">SWCLK really used, null when unknown.</param>
/// <param name="Cycles">SWCLK cycles so far, null when unknown.</param>
/// <param name="ConnectPath">How the target was reached (each attempt of the connect ladder, in words).</param>
public sealed record ProbeFacts(string Name, bool Simulated, bool VirtualTime, int? Hertz, long? Cycles, IReadOnlyList<string> ConnectPath);

/// <summary>Who the target is.</summary>
/// <param name="Target">Chip name.</param>
/// <param name="Dpidr">DPIDR, null where the route has none.</param>
/// <param name="Cpuid">CPUID of the core, null where the route has none.</param>
/// <param name="DeviceId">DEV_ID.</param>
/// <param name="RevisionId">REV_ID.</param>
/// <param name="UniqueId">Unique id in hex as memory order bytes, empty when unreadable.</param>
/// <param name="FlashKilobytes">Flash size used for the job.</param>
public sealed record TargetIdentity(
    string Target, uint? Dpidr, uint? Cpuid, uint? DeviceId, uint? RevisionId, string UniqueId, int FlashKilobytes);

/// <summary>Trouble that was overcome.</summary>
/// <param name="Code">Stable kebab-case word, for example <c>flash-size-word</c>.</param>
/// <param name="Text">What happened and what was done, in plain words.</param>
public sealed record SessionWarning(string Code, string Text);

/// <summary>Evidence that the image is on the target, read in this cycle.</summary>
/// <param name="Method">Evidence class: <c>readback</c>, <c>crc</c> or <c>reported</c>.</param>
/// <param name="Bytes">Bytes compared.</param>
/// <param name="Crc32">CRC-32 over the bytes read from the target, in address order.</param>
public sealed record VerifyEvidence(string Method, long Bytes, uint Crc32);
