// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.BootLoaders;

/// <summary>How a simulated DFU boot loader is made.</summary>
public sealed record SimulatedDfuOptions
{
    /// <summary>wTransferSize: bytes of a block. 2048 in F105 and F107 (AN2662), 1024 in others.</summary>
    public ushort TransferSize { get; init; } = 2048;

    /// <summary>bcdDevice, by which ST names the version of the boot loader.</summary>
    public ushort Version { get; init; } = 0x2200;

    /// <summary>Serial number string.</summary>
    public string Serial { get; init; } = "3570395A3231";

    /// <summary>What it names its flash; null for what the chip has.</summary>
    public string? FlashLayout { get; init; }

    /// <summary>Its trouble, a name of <see cref="DfuFaults"/>; null for none.</summary>
    public string? Fault { get; init; }
}

/// <summary>The troubles a simulated DFU boot loader can have, by name.</summary>
public static class DfuFaults
{
    internal const string BusyForever = "busy-forever";
    internal const string ShortStatus = "short-status";
    internal const string GarbledStatus = "garbled-status";
    internal const string ShortUpload = "short-upload";
    internal const string StallsWrites = "stalls-writes";
    internal const string UnpluggedMidProgram = "unplugged-mid-program";
    internal const string LeftInError = "left-in-error";

    private static readonly (string Name, string Description)[] Known =
    [
        (BusyForever, "an erase never comes to its end"), (ShortStatus, "every status has five bytes from the first erase on"),
        (GarbledStatus, "the status says a state that there is none of from the first erase on"), (ShortUpload, "every upload has one byte too few"),
        (StallsWrites, "blocks of data are stalled"), (UnpluggedMidProgram, "the cable is pulled before the third block"),
        (LeftInError, "somebody left the boot loader in an error"),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(fault => fault.Name)];

    /// <summary>What a fault does, in one sentence.</summary>
    public static string Describe(string name) => Known.First(fault => fault.Name == name).Description;
}
