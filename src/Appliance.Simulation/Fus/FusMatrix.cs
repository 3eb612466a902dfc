// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Fus;

/// <summary>Which FUS takes an image of which other: the table of the ST wiki, page STM32WB FUS, section 3.3, as silicon answers it.</summary>
internal static class FusMatrix
{
    /// <summary>Columns in the order of <see cref="CoprocessorOptions.Versions"/>; <c>+</c> taken, <c>d</c> taken by the dedicated image alone, <c>r</c> with anti-rollback.</summary>
    private static readonly Dictionary<string, string> Rows = new()
    {
        ["0.5.3"] = "-+---d---",
        ["1.0.2"] = "--+-++---",
        ["1.1.0"] = "--+-r+---",
        ["1.1.1"] = "----++---",
        ["1.1.2"] = "----++---",
        ["1.2.0"] = "-----++++",
        ["2.0.0"] = "------+++",
        ["2.1.0"] = "-------++",
        ["2.2.0"] = "--------+",
    };

    /// <summary>Whether FUS takes it.</summary>
    /// <param name="from">Version of FUS.</param>
    /// <param name="to">Version of the image.</param>
    /// <param name="dedicated">The image is the one for FUS 0.5.3.</param>
    /// <param name="antiRollback">Anti-rollback is active.</param>
    public static bool Takes(uint from, uint to, bool dedicated, bool antiRollback)
    {
        var column = CoprocessorOptions.Versions.ToList().IndexOf(Release.Text(to));
        return column >= 0 && Rows[Release.Text(from)][column] switch
        {
            '+' => !dedicated,
            'd' => dedicated,
            'r' => antiRollback && !dedicated,
            _ => false,
        };
    }
}
