// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Yaml;
using Appliance.Ports.Files;

namespace Appliance.Jobs.Selection;

/// <summary>
/// Selects the project that PROG replays: one rename of the settings, never while a job runs. The one way there is in a service, whoever selects:
/// sticks, scanner, switches, page and tester. Safe from several threads.
/// </summary>
/// <param name="gate">Knows when no job runs.</param>
/// <param name="store">The kept projects.</param>
/// <param name="select">Puts an id into the settings; gives the mistakes that kept it from doing so.</param>
public sealed class ProjectSwitch(IProjectGate gate, ProjectStore store, Func<string, IReadOnlyList<Problem>> select)
{
    private readonly Lock _lock = new();
    private (string Id, string Name, string Revision)? _waiting;

    /// <summary>Selects a kept project now, or as soon as the running job is over. What was waiting before waits no more.</summary>
    /// <returns>Whether it is selected now.</returns>
    /// <exception cref="JobFailure">The settings or the disk refused; the old selection stays.</exception>
    public bool Select(string id, string name, string revision)
    {
        lock (_lock)
        {
            _waiting = (id, name, revision);
            return TakeWaiting();
        }
    }

    /// <summary>Selects a kept project where no job runs; then nothing waits any more.</summary>
    /// <returns>Whether it is selected; false while a job runs, and then it is forgotten.</returns>
    /// <exception cref="JobFailure">The settings or the disk refused; the old selection stays.</exception>
    public bool SelectNow(string id, string name, string revision)
    {
        lock (_lock)
        {
            if (!WhereIdle((id, name, revision))) return false;
            _waiting = null;
            return true;
        }
    }

    /// <summary>A job is over: what waits is selected.</summary>
    /// <returns>Whether nothing waits any more.</returns>
    /// <exception cref="JobFailure">The settings or the disk refused; the old selection stays.</exception>
    public bool TryWaiting()
    {
        lock (_lock) return TakeWaiting();
    }

    private bool TakeWaiting()
    {
        if (_waiting is not { } wanted) return true;
        try
        {
            if (!WhereIdle(wanted)) return false;
        }
        catch (JobFailure)
        {
            _waiting = null;
            throw;
        }

        _waiting = null;
        return true;
    }

    private bool WhereIdle((string Id, string Name, string Revision) wanted)
    {
        try
        {
            if (!gate.WhileIdle(() => Put(wanted.Id))) return false;
        }
        catch (IOException refused)
        {
            throw new JobFailure((refused as FileFaultException)?.Fault == FileFault.DiskFull ? Catalogue.NoRoom : Catalogue.CannotKeep, refused.Message, inner: refused);
        }

        gate.ProjectSelected($"The next board gets {wanted.Name} {wanted.Revision}.");
        return true;
    }

    /// <summary>The name's pointer first: after a cut between the two, the old project is active still.</summary>
    private void Put(string id)
    {
        store.Point(id);
        var problems = select(id);
        if (problems.Count > 0) throw new JobFailure(Catalogue.SettingsInvalid, string.Join(" ", problems));
    }
}
