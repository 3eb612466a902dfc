// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Records;
using Appliance.Ports.Files;
using Appliance.Ports.Media;

namespace Appliance.Jobs.Sticks;

/// <summary>The one writing phase of a stick.</summary>
internal static class StickWriter
{
    /// <summary>Writes, and returns when all of it is on the stick.</summary>
    /// <exception cref="JobFailure">The stick or the records refused; the cause says which.</exception>
    public static T Write<T>(IMedium medium, Func<IDurableFolder, T> work, CancellationToken cancel)
    {
        try
        {
            using var writing = medium.BeginWriting(cancel);
            var done = work(writing.Folder);
            writing.Finish();
            return done;
        }
        catch (MediumException gone)
        {
            throw new JobFailure(gone.Fault == MediumFault.Gone ? Catalogue.StickGone : Catalogue.StickNotWritable, gone.Message, inner: gone);
        }
        catch (IOException refused)
        {
            throw new JobFailure(medium.IsThere ? Catalogue.StickNotWritable : Catalogue.StickGone, refused.Message, inner: refused);
        }
        catch (RecordException damaged)
        {
            throw new JobFailure(Catalogue.ExportFailed, damaged.Message, inner: damaged);
        }
    }
}
