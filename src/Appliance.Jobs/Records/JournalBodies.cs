// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Appliance.Jobs.Records;

/// <summary>Reads bodies of lines whose chain is intact.</summary>
internal static class JournalBodies
{
    /// <summary>The body as its kind says.</summary>
    /// <exception cref="RecordException">It is not: somebody wrote a line by hand, or a later version of this program did.</exception>
    public static T Body<T>(this JournalLine line, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(line.Body.Span, type) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw Misunderstood(line, e);
        }
    }

    /// <summary>What is thrown where a body is not what its kind says.</summary>
    public static RecordException Misunderstood(JournalLine line, Exception why)
    {
        var found = new JournalBreak(line.Place, JournalFault.Format, $"body of {line.Event}: {why.Message}");
        return new RecordException(RecordCause.ChainBroken, $"The journal cannot be understood at {found}.", found, why);
    }
}
