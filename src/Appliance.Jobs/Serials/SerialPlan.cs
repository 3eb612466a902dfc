// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Serials;

/// <summary>What a project says about serials, ready for a ledger.</summary>
/// <param name="Ledger">Name of the ledger; projects that name the same one share its numbers.</param>
/// <param name="Format">Makes the serials.</param>
/// <param name="Seen">What to do with a board that was made before.</param>
/// <param name="Limit">Boards that may be made in all; null for any number.</param>
/// <param name="Next">Lowest counter that may be given, from a counter file; null where there is none. It can only raise what was reached.</param>
/// <param name="NextSource">The counter file.</param>
/// <param name="Left">Boards left to make, from a count-down file; null where there is none. It can only lower what is left.</param>
/// <param name="LeftSource">The count-down file.</param>
/// <param name="IsList">The serials come from a file and not from a range.</param>
public sealed record SerialPlan(
    string Ledger, ISerialFormat Format, SeenBoard Seen = SeenBoard.OwnSerial, long? Limit = null, UInt128? Next = null, string NextSource = "",
    long? Left = null, string LeftSource = "", bool IsList = false)
{
    /// <summary>The serial of the first board of an empty ledger.</summary>
    /// <exception cref="SerialException">There is none.</exception>
    public SerialValue First() => Format.Range.From(Next ?? 0) is { } counter
        ? Format.Make(counter)
        : throw new SerialException(SerialCause.Exhausted, "The counter file is beyond the end of the range or list.");
}
