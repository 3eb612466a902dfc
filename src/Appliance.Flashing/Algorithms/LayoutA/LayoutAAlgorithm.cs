// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Layout;

namespace Appliance.Flashing.Algorithms.LayoutA;

/// <summary>STM32F0, F1 and F3, driven by registers: no code runs on the target.</summary>
internal sealed class LayoutAAlgorithm(FlashContext context, bool polled) : IFlashAlgorithm
{
    private readonly FpecController _controller = new(context);

    private bool _polled = polled;

    public void Open(CancellationToken cancel)
    {
        HsiOscillator.Ensure(context.Memory, context.Clock, cancel);
        _controller.Unlock(cancel);
    }

    public void EraseAll(CancellationToken cancel) =>
        _controller.Erase(Fpec.CrMer, context.Bank.Start, context.Bank.Times.MassErase.Maximum, cancel);

    public void EraseSector(PlannedSector sector, CancellationToken cancel) =>
        _controller.Erase(Fpec.CrPer, sector.Address, context.Bank.Times.SectorErase.Max(time => time.Maximum), cancel);

    public void Program(ProgramWork work, CancellationToken cancel)
    {
        var programmer = new PageProgrammer(context, _controller, work);
        var first = true;
        foreach (var page in SectorWrites.Split(context.Bank, work.Writes))
        {
            cancel.ThrowIfCancellationRequested();
            programmer.Program(page, _polled, cancel);
            if (first && !_polled)
                _polled = programmer.RepairLostHalfWords(page, () => EraseSector(page.Sector, cancel), cancel);
            first = false;
            work.Advance(page.Bytes);
        }

        _controller.Select(0);
    }

    public void Close() => _controller.Lock();
}
