// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.BootLoaders;

/// <summary>How a simulated USART boot loader is made.</summary>
public sealed record SimulatedUsartOptions
{
    /// <summary>Commands of the STM32F103's (AN2606: protocol 2.2; AN3155, table 2).</summary>
    public static readonly IReadOnlyList<byte> F1Commands = [0x00, 0x01, 0x02, 0x11, 0x21, 0x31, 0x43, 0x63, 0x73, 0x82, 0x92];

    /// <summary>Those of a newer one: Extended Erase in the place of Erase.</summary>
    public static readonly IReadOnlyList<byte> ExtendedCommands = [0x00, 0x01, 0x02, 0x11, 0x21, 0x31, 0x44, 0x63, 0x73, 0x82, 0x92];

    /// <summary>One that has nothing but the no-stretch variants (AN4221, table 2): it says BUSY while it works.</summary>
    public static readonly IReadOnlyList<byte> NoStretchCommands = [0x00, 0x01, 0x02, 0x11, 0x21, 0x32, 0x45, 0x64, 0x74, 0x83, 0x93];

    /// <summary>What it answers to Get.</summary>
    public IReadOnlyList<byte> Commands { get; init; } = F1Commands;

    /// <summary>Its version, major and minor number in four bits each.</summary>
    public byte Version { get; init; } = 0x22;

    /// <summary>It refuses to erase all at once, as those of L0 and L1 do.</summary>
    public bool NoMassErase { get; init; }

    /// <summary>It refuses every block.</summary>
    public bool RefusesWrites { get; init; }

    /// <summary>BOOT0 is strapped high: every reset ends in the boot loader. Else RTS switched off makes BOOT0 high.</summary>
    public bool Boot0Strapped { get; init; }

    /// <summary>DTR switched on pulls nRESET low.</summary>
    public bool ResetWired { get; init; } = true;

    /// <summary>Trouble on the line, a name of <see cref="UsartFaults"/>; null for none.</summary>
    public string? Fault { get; init; }
}
