// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Fus;

/// <summary>How the coprocessor of a simulated STM32WB comes.</summary>
public sealed record CoprocessorOptions
{
    /// <summary>The FUS of a part where nothing is asked for.</summary>
    public const string DefaultFus = "1.2.0";

    /// <summary>FUS on the part: one of <see cref="Versions"/>.</summary>
    public string Fus { get; init; } = DefaultFus;

    /// <summary>Whether FUS looks for images from the top of user flash down; else from its start up. Nobody outside ST knows which is true.</summary>
    public bool ScansDown { get; init; } = true;

    /// <summary>An image of a stack that is installed already; empty for none.</summary>
    public ReadOnlyMemory<byte> Stack { get; init; }

    /// <summary>Every FUS that can be simulated.</summary>
    public static IReadOnlyList<string> Versions { get; } = ["0.5.3", "1.0.2", "1.1.0", "1.1.1", "1.1.2", "1.2.0", "2.0.0", "2.1.0", "2.2.0"];
}
