// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Selection;

/// <summary>The moment between two jobs, in which another project may be selected. Safe from several threads.</summary>
public interface IProjectGate
{
    /// <summary>Makes a change while no job runs; a press waits until it is made.</summary>
    /// <returns>Whether it was made; false while a job runs.</returns>
    bool WhileIdle(Action change);

    /// <summary>Shows the project that is selected now. A verdict stays: the board is still in the fixture.</summary>
    /// <param name="sentence">What to tell where a verdict stays.</param>
    void ProjectSelected(string sentence);
}
