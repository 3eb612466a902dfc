// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Running;

/// <summary>
/// Which part of a job is asked for; testers ask for single phases. PASS needs what it always needs: the flash read in this cycle. A part without it
/// ends with <see cref="Outcomes.Catalogue.PartOnly"/>, never green.
/// </summary>
public enum JobPart
{
    /// <summary>All of it.</summary>
    Whole,

    /// <summary>Erase alone.</summary>
    Erase,

    /// <summary>Program and verify, on flash that is erased already.</summary>
    Program,

    /// <summary>Verify alone.</summary>
    Verify,

    /// <summary>Connect, and let the application run.</summary>
    Start,
}
