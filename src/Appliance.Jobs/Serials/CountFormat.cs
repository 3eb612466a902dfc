// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Jobs.Serials;

/// <summary>Counts boards and puts nothing into the image: what a limit without serials needs.</summary>
public sealed class CountFormat : ISerialFormat
{
    /// <inheritdoc/>
    public SerialRange Range { get; } = new(1, long.MaxValue, 1);

    /// <inheritdoc/>
    public SerialValue Make(UInt128 counter) => new("board " + counter.ToString(CultureInfo.InvariantCulture), []);
}
