// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Layout;

namespace Appliance.Flashing.Algorithms.LayoutA;

/// <summary>Programs one page after another, half-word by half-word.</summary>
/// <remarks>
/// Streamed: half-words go out as fast as the bus takes them. While one is being programmed the controller holds the next access to the flash on the
/// bus until BSY falls, so the flash never waits for the wire. The manuals say so of reads (PM0075 section 2.3, RM0364 section 3.2.3); ST's own
/// parts hold writes as well, some compatible ones drop them, which is why the first page is read back at once. Polled: BSY is read after each.
/// </remarks>
internal sealed class PageProgrammer(FlashContext context, FpecController controller, ProgramWork work)
{
    private const int HalfWord = 2;

    /// <summary>Programs the runs of a page and takes only EOP without an error flag for done.</summary>
    public void Program(SectorWrites page, bool polled, CancellationToken cancel)
    {
        controller.Select(Fpec.CrPg);
        foreach (var run in page.Runs)
        {
            if (polled)
                WritePolled(run, cancel);
            else
                context.Memory.WriteHalfWords(run.Address, ImageBytes(run));
        }

        context.Memory.Flush();
        Check(page, WaitForHalfWord(page.Runs[^1].Address, cancel));
        controller.ClearFlags();
    }

    /// <summary>
    /// Reads a streamed page back. Half-words that are still blank, or that hold their neighbour's value, were dropped by a controller that does
    /// not hold the bus: they are programmed again the polled way, and a warning says so. Any other difference is a cell that failed.
    /// </summary>
    /// <returns>Whether this chip must be polled.</returns>
    public bool RepairLostHalfWords(SectorWrites page, Action erase, CancellationToken cancel)
    {
        var differences = PageDifference.Find(context, work, page);
        if (differences.Count == 0)
            return false;
        if (differences.FirstOrDefault(difference => !difference.LooksLost) is { } failed)
            throw failed.AsError(null);
        ProgramAgain(page, differences, erase, cancel);
        if (PageDifference.Find(context, work, page) is [var still, ..])
            throw still.AsError(null);
        context.Warnings.Add(
            "polled-programming",
            $"{differences.Count} half-words written while the flash was busy were lost, the first at 0x{differences[0].Address:x8}. "
            + "They were programmed again, and this chip is programmed one half-word at a time.");
        return true;
    }

    private void ProgramAgain(SectorWrites page, IReadOnlyList<PageDifference> lost, Action erase, CancellationToken cancel)
    {
        var again = page;
        if (lost.All(half => half.IsBlank))
            again = page with { Runs = [.. lost.Select(half => new PlannedWrite(half.Address, HalfWord, page.Sector.Bank))] };
        else if (work.MayErase)
            erase();
        else
            throw lost[0].AsError(null);
        Program(again, polled: true, cancel);
    }

    private void WritePolled(PlannedWrite run, CancellationToken cancel)
    {
        var bytes = ImageBytes(run);
        for (var offset = 0; offset < bytes.Length; offset += HalfWord)
        {
            context.Memory.WriteHalfWord(run.Address + (uint)offset, (ushort)(bytes[offset] | (bytes[offset + 1] << 8)));
            context.Memory.Flush();
            _ = WaitForHalfWord(run.Address + (uint)offset, cancel);
        }
    }

    private uint WaitForHalfWord(uint address, CancellationToken cancel) =>
        controller.WaitWhileBusy(context.Bank.Times.ProgramUnit.Maximum, FlashFault.ProgramTimeout, "Programming", address, cancel);

    private void Check(SectorWrites page, uint status)
    {
        if ((status & Fpec.SrFlags) == Fpec.SrEop)
            return;
        if ((status & Fpec.SrPgerr) != 0 && PageDifference.Find(context, work, page) is [var first, ..])
            throw first.AsError(FpecErrors.Of(status, FlashFault.ProgramError, "program", first.Address));
        throw FpecErrors.Of(status, FlashFault.ProgramError, "program", page.Runs[0].Address);
    }

    private byte[] ImageBytes(PlannedWrite run)
    {
        var bytes = new byte[run.Length];
        work.Image.Read(run.Address, bytes, context.Bank.ErasedValue);
        return bytes;
    }
}
