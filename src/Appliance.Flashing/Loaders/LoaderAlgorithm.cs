// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Algorithms;
using Appliance.Flashing.Layout;

namespace Appliance.Flashing.Loaders;

/// <summary>Programs by a loader in RAM; unlocks, erases and locks by registers, as the algorithm beneath does.</summary>
internal sealed class LoaderAlgorithm(IFlashAlgorithm registers, FlashContext context, RamLoader loader) : IFlashAlgorithm
{
    private readonly byte[] _buffer = new byte[loader.BlockBytes];

    /// <summary>Time that went into the loader until it had its first block, and into ending it, or was lost with damaged blocks: the flash had nothing to do then.</summary>
    public TimeSpan SetUp { get; private set; }

    public void Open(CancellationToken cancel) => registers.Open(cancel);

    public void EraseAll(CancellationToken cancel) => registers.EraseAll(cancel);

    public void EraseSector(PlannedSector sector, CancellationToken cancel) => registers.EraseSector(sector, cancel);

    public void Program(ProgramWork work, CancellationToken cancel)
    {
        var begun = context.Clock.Now;
        var first = true;
        loader.Start(cancel);
        foreach (var (address, length) in work.Writes.SelectMany(Blocks))
        {
            cancel.ThrowIfCancellationRequested();
            var data = _buffer.AsSpan(0, length);
            work.Image.Read(address, data, context.Bank.ErasedValue);
            loader.Post(LoaderWork.Program, address, (uint)length, data, work.Advance, cancel);
            if (first)
                SetUp += context.Clock.Now - begun;
            first = false;
        }

        loader.Finish(work.Advance, cancel);
        begun = context.Clock.Now;
        loader.End(cancel);
        SetUp += context.Clock.Now - begun + loader.Lost;
    }

    /// <summary>A loader that still runs is stopped before the controller is touched.</summary>
    public void Close()
    {
        loader.Abandon();
        registers.Close();
    }

    private IEnumerable<(uint Address, int Length)> Blocks(PlannedWrite run)
    {
        for (var done = 0u; done < run.Length; done += (uint)_buffer.Length)
            yield return (run.Address + done, (int)Math.Min((uint)_buffer.Length, run.Length - done));
    }
}
