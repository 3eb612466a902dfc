// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Service.Bench.Line;

/// <summary>One thing that is measured on the appliance as it stands on a line. To add one: a class here, one entry in <see cref="LineBench"/>.</summary>
internal interface ILineMeasurement
{
    /// <summary>Measures now.</summary>
    IReadOnlyList<LineFigure> Measure(CancellationToken cancel);
}

/// <summary>One figure.</summary>
/// <param name="Name">Stable name, for programs.</param>
/// <param name="Value">What was measured; null where it could not be.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Limit">What it should not exceed; null for a figure without a limit.</param>
/// <param name="Note">How it was measured, or why it was not.</param>
internal sealed record LineFigure(string Name, double? Value, string Unit, double? Limit, string Note)
{
    /// <summary>Whether it is within its limit; null where that cannot be said.</summary>
    public bool? Met => Value is { } value && Limit is { } limit ? value <= limit : null;
}
