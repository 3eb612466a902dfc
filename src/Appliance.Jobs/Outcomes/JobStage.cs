// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Outcomes;

/// <summary>The stages of one job, in order. A job that fails names the stage it was in.</summary>
public enum JobStage
{
    /// <summary>The project is loaded and checked.</summary>
    Project,

    /// <summary>The probe is opened.</summary>
    Probe,

    /// <summary>The target is reached and halted.</summary>
    Connect,

    /// <summary>The chip is recognised.</summary>
    Identify,

    /// <summary>The coprocessor of an STM32WB gets its FUS and its wireless stack; only where the project has them.</summary>
    Coprocessor,

    /// <summary>Flash is erased.</summary>
    Erase,

    /// <summary>Flash is programmed.</summary>
    Program,

    /// <summary>Flash is read and compared.</summary>
    Verify,

    /// <summary>The target is left as the project wants it.</summary>
    Reset,

    /// <summary>The record is put on the disk.</summary>
    Record,
}
