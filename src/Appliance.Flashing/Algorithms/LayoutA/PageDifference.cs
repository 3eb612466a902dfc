// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Algorithms.LayoutA;

/// <summary>A half-word that is not what was programmed.</summary>
internal readonly record struct PageDifference(uint Address, ushort Expected, ushort Actual)
{
    /// <summary>The half-word is erased: it was not programmed at all.</summary>
    public bool IsBlank => Actual == 0xFFFF;

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
                var difference = new PageDifference(run.Address + (uint)i, Half(expected, i), Half(actual, i));
                if (difference.Expected != difference.Actual)
                    found.Add(difference);
            }
        }

        return found;
    }

    /// <summary>As an exception with its facts.</summary>
    public FlashException AsError(Exception? inner) => new(
        FlashFault.ProgramError, $"The half-word at 0x{Address:x8} could not be programmed.", Address, $"0x{Expected:x4}", $"0x{Actual:x4}", inner);

    private static ushort Half(byte[] bytes, int index) => (ushort)(bytes[index] | (bytes[index + 1] << 8));
}
