// SPDX-License-Identifier: Apache-2.0
using System.Collections.Immutable;
using Appliance.Jobs.Running;

namespace Appliance.Service.Web;

/// <summary>Trouble of the running or last job that did not stop it, in order.</summary>
internal sealed class JobNotes(IStation station) : IDisposable
{
    private ImmutableList<NoteView> _notes = [];

    public IReadOnlyList<NoteView> Current => Volatile.Read(ref _notes);

    public void Start() => station.JobEvent += Take;

    public void Dispose() => station.JobEvent -= Take;

    /// <summary>Events come one after another, on the job's thread.</summary>
    private void Take(JobEvent happened) => Volatile.Write(ref _notes, happened switch
    {
        JobStarted => [],
        WarningRaised raised => _notes.Add(new NoteView(raised.Warning.Code, raised.Warning.Text)),
        Retrying again => _notes.Add(new NoteView(again.Because.Entry.Code, $"Attempt {again.Attempt}, because: {again.Because.Entry.Text}")),
        _ => _notes,
    });
}
