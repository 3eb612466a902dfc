// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Jobs.Records;

/// <summary>
/// Ids of records: <c>00041-00007</c> is the seventh record of the journal's 41st session. A session is one opening of the journal, whose
/// number is on the disk before it gives out an id; so no id is given twice, whatever the clock says and whenever the power goes.
/// </summary>
public static class RecordId
{
    /// <summary>Writes an id. Ids of five digits or fewer on each side sort as text in the order they were given.</summary>
    public static string Format(int session, int number) => string.Create(CultureInfo.InvariantCulture, $"{session:D5}-{number:D5}");

    /// <summary>Reads an id as a person types it, leading zeros or not (<c>41-7</c>), into its full form; null when it is none.</summary>
    public static string? Parse(string text)
    {
        var parts = text.Split('-');
        return parts.Length == 2 && TryPart(parts[0], out var session) && TryPart(parts[1], out var number) ? Format(session, number) : null;
    }

    private static bool TryPart(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0;
}
