// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Records;

namespace Appliance.Jobs.SelfChecks;

/// <summary>The journal of records: it opens, and its chain ends as it should.</summary>
/// <param name="open">Opens it, or looks at it; what the opening found in a sentence, empty when all was well.</param>
public sealed class JournalCheck(Func<CancellationToken, string> open) : ISelfCheck
{
    /// <inheritdoc/>
    public string Name => "journal";

    /// <inheritdoc/>
    public bool MustHave => true;

    /// <inheritdoc/>
    public SelfCheckFinding Look(CancellationToken cancel)
    {
        try
        {
            var remark = open(cancel);
            return remark.Length == 0
                ? SelfCheckFinding.Ok("It opens, and its chain ends as it should.")
                : SelfCheckFinding.Warn(remark, "Nothing that was promised is lost. A board in the fixture at that moment must be programmed again.");
        }
        catch (RecordException refused)
        {
            return SelfCheckFinding.Fail(refused.Message, "Call the line engineer: no job starts until records can be kept.");
        }
    }
}
