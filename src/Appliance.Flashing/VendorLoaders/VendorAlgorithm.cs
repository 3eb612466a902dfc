// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Algorithms;
using Appliance.Flashing.Layout;

namespace Appliance.Flashing.VendorLoaders;

/// <summary>Erases and programs a bank by the loader a project names for it; the next data go over the wire while it programs.</summary>
internal sealed class VendorAlgorithm(VendorSession session, VendorLoader loader, FlashContext context) : IFlashAlgorithm
{
    public void Open(CancellationToken cancel) => session.Open();

    /// <summary>By the loader's own function where all of its flash is this bank, else sector by sector.</summary>
    public void EraseAll(CancellationToken cancel)
    {
        if (loader.Device.Start == context.Bank.Start && loader.Device.Size == context.Bank.Size && session.EraseAll(cancel))
            return;
        foreach (var (sector, _) in FlashGeometry.SectorsOf(context.Bank, 0))
            EraseSector(sector, cancel);
    }

    public void EraseSector(PlannedSector sector, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        session.EraseSector(new PlannedPlace(sector.Address, sector.Size), cancel);
    }

    public void Program(ProgramWork work, CancellationToken cancel)
    {
        var buffer = new byte[session.MostBytes];
        foreach (var (address, length) in work.Writes.SelectMany(run => Pieces(run, (uint)buffer.Length)))
        {
            cancel.ThrowIfCancellationRequested();
            var data = buffer.AsSpan(0, length);
            work.Image.Read(address, data, context.Bank.ErasedValue);
            session.Program(address, data, cancel);
            work.Advance(length);
        }

        session.Leave(cancel);
    }

    public void Close() => session.Close();

    /// <summary>Pieces that cross no multiple of the size a call takes: a page is never begun in its middle but where the run does.</summary>
    private static IEnumerable<(uint Address, int Length)> Pieces(PlannedWrite run, uint size)
    {
        for (long address = run.Address, end = run.Address + (long)run.Length; address < end;)
        {
            var length = Math.Min(end - address, size - (address % size));
            yield return ((uint)address, (int)length);
            address += length;
        }
    }
}
