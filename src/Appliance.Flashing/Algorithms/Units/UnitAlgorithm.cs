// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Layout;

namespace Appliance.Flashing.Algorithms.Units;

/// <summary>Controllers of units, driven by registers: no code runs on the target. Each unit is waited for.</summary>
internal sealed class UnitAlgorithm(FlashContext context, UnitRegisters registers) : IFlashAlgorithm
{
    private readonly UnitController _controller = new(context, registers);

    public void Open(CancellationToken cancel) => _controller.Unlock(cancel);

    public void EraseAll(CancellationToken cancel) =>
        _controller.Erase(context.Bank.MassEraseBits, context.Bank.Start, context.Bank.Times.MassErase.Maximum, cancel);

    public void EraseSector(PlannedSector sector, CancellationToken cancel)
    {
        var all = FlashGeometry.SectorsOf(context.Bank, sector.Bank).ToList();
        var index = all.FindIndex(entry => entry.Sector.Address == sector.Address);
        _controller.EraseSector(sector.Address, context.Bank.FirstSector + index, all[index].Time.Maximum, cancel);
    }

    public void Program(ProgramWork work, CancellationToken cancel)
    {
        _controller.ClearFlags();
        _controller.Select(registers.Program);
        foreach (var part in SectorWrites.Split(context.Bank, work.Writes))
        {
            foreach (var run in part.Runs)
                Program(run, work, cancel);
            work.Advance(part.Bytes);
        }

        _controller.Select(0);
    }

    public void Close() => _controller.Lock();

    private void Program(PlannedWrite run, ProgramWork work, CancellationToken cancel)
    {
        var bytes = new byte[run.Length];
        work.Image.Read(run.Address, bytes, context.Bank.ErasedValue);
        for (var offset = 0; offset < bytes.Length; offset += context.Bank.ProgramUnit)
        {
            var address = run.Address + (uint)offset;
            context.Memory.Write(address, bytes.AsSpan(offset, context.Bank.ProgramUnit));
            var status = _controller.WaitWhileBusy(context.Bank.Times.ProgramUnit.Maximum, FlashFault.ProgramTimeout, "Programming", address, cancel);
            _controller.Check(status, FlashFault.ProgramError, "program", address);
        }
    }
}
