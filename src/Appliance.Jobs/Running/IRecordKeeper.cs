// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Flashing.Layout;
using Appliance.Flashing.OptionBytes;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Records;
using Appliance.Jobs.Serials;

namespace Appliance.Jobs.Running;

/// <summary>Begins records.</summary>
public interface IRecordKeeper
{
    /// <summary>Begins the record of a press. Returns at once; <see cref="IOpenRecord.WaitUntilStored"/> says when the start is on the disk.</summary>
    /// <param name="project">The project, null when there is no usable one.</param>
    /// <param name="source">Who pressed.</param>
    /// <param name="probe">The probe's name.</param>
    /// <param name="simulated">Not production.</param>
    /// <exception cref="RecordException">Records cannot be kept.</exception>
    IOpenRecord Begin(Project? project, PressSource source, string probe, bool simulated);
}

/// <summary>The record of the running job.</summary>
/// <remarks>Every member throws <see cref="RecordException"/> when the journal refuses.</remarks>
public interface IOpenRecord
{
    /// <summary>Id of the record.</summary>
    string Id { get; }

    /// <summary>Returns when the start of the job is on the disk.</summary>
    void WaitUntilStored(CancellationToken cancel);

    /// <summary>Notes the probe and the clock in use.</summary>
    void Probe(Flashing.ProbeFacts probe);

    /// <summary>Notes what will be done.</summary>
    void Plan(FlashPlan plan);

    /// <summary>Notes who the target is.</summary>
    void Target(TargetIdentity identity);

    /// <summary>Gives the board its serial, which is on the disk when this returns; the same board gets the same one at each attempt of the job.</summary>
    /// <param name="plan">Where serials come from.</param>
    /// <param name="uniqueId">Unique id of the chip, empty where it has none.</param>
    /// <exception cref="SerialException">There is none for this board; it must not be programmed.</exception>
    SerialValue Reserve(SerialPlan plan, string uniqueId);

    /// <summary>The serial an earlier job gave to the board; gives none.</summary>
    /// <param name="plan">Where serials come from.</param>
    /// <param name="uniqueId">Unique id of the chip, empty where it has none.</param>
    /// <exception cref="SerialException">It was given none, or one the project cannot make any more.</exception>
    SerialValue OwnSerial(SerialPlan plan, string uniqueId);

    /// <summary>From here on the board may carry its serial, whatever happens: the serial can only be committed, or stays given.</summary>
    void SerialMayBeOnBoard();

    /// <summary>Notes how a stage ended.</summary>
    void Stage(StageTime stage);

    /// <summary>Notes what was read from the target that speaks for PASS.</summary>
    void Evidence(VerifyEvidence evidence);

    /// <summary>Notes what the option bytes are, read from the target.</summary>
    void Options(OptionReport report);

    /// <summary>Notes trouble that was overcome.</summary>
    void Warning(SessionWarning warning);

    /// <summary>Ends the record, and the serial with it: PASS commits it, a FAIL before <see cref="SerialMayBeOnBoard"/> voids it, anything else leaves it
    /// given. Returns when all of it is on the disk, by one flush.</summary>
    void Finish(JobOutcome outcome);
}
