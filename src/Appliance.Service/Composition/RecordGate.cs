// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Projects;
using Appliance.Jobs.Records;
using Appliance.Jobs.Running;

namespace Appliance.Service.Composition;

/// <summary>Lets no job start without what it must have. Safe from several threads.</summary>
/// <param name="keeper">Keeps the records; null where there is none, and then the gate is closed from the beginning.</param>
/// <param name="trouble">Why it is closed; null when it is open.</param>
internal sealed class RecordGate(IRecordKeeper? keeper, RecordException? trouble) : IRecordKeeper
{
    private RecordException? _closed = trouble;

    /// <summary>Why no job may start; null when one may.</summary>
    public RecordException? Closed => Volatile.Read(ref _closed);

    /// <summary>Closes it until the end of the program; the first reason stays.</summary>
    public void Close(RecordException why) => Interlocked.CompareExchange(ref _closed, why, null);

    /// <inheritdoc/>
    public IOpenRecord Begin(Project? project, PressSource source, string probe, bool simulated) =>
        Closed is { } why ? throw why : keeper!.Begin(project, source, probe, simulated);
}
