// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Algorithms.LayoutA;

/// <summary>A half-word that is not what was programmed.</summary>
/// <param name="Address">Where.</param>
/// <param name="Expected">What was programmed.</param>
/// <param name="Actual">What was read.</param>
/// <param name="IsShifted">What was read is what the half-word before or after it should be.</param>
internal sealed record PageDifference(uint Address, ushort Expected, ushort Actual, bool IsShifted)
{
    /// <summary>The half-word is erased: it was not programmed at all.</summary>
    public bool IsBlank => Actual == 0xFFFF;

    /// <summary>A controller that drops half-words leaves this behind; a failed cell does not.</summary>
    public bool LooksLost => IsBlank || IsShifted;

    /// <summary>Reads the runs of a page back and compares.</summary>
    public static IReadOnlyList<PageDifference> Find(FlashContext context, ProgramWork work, SectorWrites page)
    {
        var found = new List<PageDifference>();
        foreach (var run in page.Runs)
        {
            var (expected, actual) = (new byte[run.Length], new byte[run.Length]);
            work.Image.Read(run.Address, expected, context.Bank.ErasedValue);
            context.Memory.Read(run.Address, actual);
            for (var i = 0; i < expected.Length; i += 2)
            {
                if (Half(expected, i) != Half(actual, i))
                    found.Add(new PageDifference(run.Address + (uint)i, Half(expected, i), Half(actual, i), IsNeighbour(expected, actual, i)));
            }
        }

        return found;
    }

    /// <summary>As an exception with its facts.</summary>
    public FlashException AsError(Exception? inner) => new(
        FlashFault.ProgramError, $"The half-word at 0x{Address:x8} could not be programmed.", Address, $"0x{Expected:x4}", $"0x{Actual:x4}", inner);

    private static bool IsNeighbour(byte[] expected, byte[] actual, int index) =>
        (index >= 2 && Half(actual, index) == Half(expected, index - 2))
        || (index + 2 < expected.Length && Half(actual, index) == Half(expected, index + 2));

    private static ushort Half(byte[] bytes, int index) => (ushort)(bytes[index] | (bytes[index + 1] << 8));
}
