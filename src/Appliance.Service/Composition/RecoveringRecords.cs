// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Projects;
using Appliance.Jobs.Records;
using Appliance.Jobs.Running;

namespace Appliance.Service.Composition;

/// <summary>
/// Records of a service that runs for years. Where the disk refused, no job starts; each press tries to open the journal again, so that the line goes
/// on when there is room. A journal that was found damaged stays closed.
/// </summary>
/// <param name="open">Opens the journal.</param>
internal sealed class RecoveringRecords(Func<RecordRoom> open) : IRecordKeeper, IDisposable
{
    private volatile RecordRoom? _room;

    /// <summary>The open journal; null while there is none.</summary>
    public RecordRoom? Room => _room;

    /// <summary>Opens the journal for the first time.</summary>
    /// <returns>Why records cannot be kept; null when they can.</returns>
    public RecordException? TryOpen()
    {
        try
        {
            _room = Opened();
            return null;
        }
        catch (RecordException refused)
        {
            return refused;
        }
    }

    /// <inheritdoc/>
    public IOpenRecord Begin(Project? project, PressSource source, string probe, bool simulated)
    {
        if (_room is { Failure: { Cause: not RecordCause.ChainBroken } } failed)
        {
            _room = null;
            failed.Dispose();
        }

        _room ??= Opened();
        return _room.Keeper.Begin(project, source, probe, simulated);
    }

    /// <inheritdoc/>
    public void Dispose() => _room?.Dispose();

    private RecordRoom Opened()
    {
        try
        {
            var room = open();
            room.FollowWithIndex();
            return room;
        }
        catch (IOException refused)
        {
            throw new RecordException(RecordCause.IoError, $"Records cannot be kept: {refused.Message}", inner: refused);
        }
    }
}
