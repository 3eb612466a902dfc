// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Flashing.Algorithms;
using Appliance.Targets.CortexM;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Loaders;

/// <summary>How a loader failed, as exceptions with all that the target can still say.</summary>
internal sealed class LoaderFailures(CortexMCore core, FlashBank bank, LoaderPlace place)
{
    private const int Word = 4;

    /// <summary>It gave up by itself.</summary>
    /// <param name="report">What it says.</param>
    /// <param name="block">The block it gave up at.</param>
    public FlashException OfReport(LoaderReport report, LoaderBlock? block) => report.Error switch
    {
        LoaderError.Compare when block is not null => OfCompare(report.Place, block),
        LoaderError.Status => OfStatus(report),
        LoaderError.Sequence => new FlashException(
            FlashFault.LoaderFailed, "The flash loader was given a block before its time.", null, $"block {report.Done + 1}", $"block {report.Detail}"),
        _ => new FlashException(
            FlashFault.LoaderFailed, "The flash loader was asked for what it cannot do.", null, "work it knows", $"work {report.Detail}"),
    };

    /// <summary>The core stopped without a word: a fault, or a breakpoint that is none of the loader's.</summary>
    public FlashException Crashed(IEnumerable<LoaderBlock> underWay)
    {
        var faults = CoreFaults.Read(core);
        if (EccError(underWay) is { } unreadable)
            return unreadable;
        var what = faults.Exception == CoreFaults.HardFault ? "crashed" : "stopped where it must not";
        return new FlashException(
            FlashFault.LoaderFailed, $"The flash loader {what} {During(underWay)}: {faults}.", faults.FaultPc ?? faults.Pc,
            $"code at 0x{place.Code:x8} that goes on", faults.ToString());
    }

    /// <summary>The core runs and nothing comes of it. It is halted to see where it is.</summary>
    public FlashException Hangs(IEnumerable<LoaderBlock> underWay, TimeSpan deadline)
    {
        core.Halt();
        var faults = CoreFaults.Read(core);
        var limit = deadline.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture);
        return new FlashException(
            FlashFault.LoaderFailed, $"The flash loader did not come on within {limit} ms {During(underWay)}: {faults}.", faults.Pc, "progress", faults.ToString());
    }

    /// <summary>A word of flash that cannot be read stops the core like any bus error; the controller says that it was the flash.</summary>
    private FlashException? EccError(IEnumerable<LoaderBlock> underWay)
    {
        var layout = FlashAlgorithms.Of(bank);
        if (layout.Controller == LoaderController.None)
            return null;
        var status = core.Memory.ReadWord(bank.ControllerBase + layout.Controller.Status);
        var error = layout.Errors(status, FlashFault.LoaderFailed, "read", underWay.FirstOrDefault()?.Address ?? bank.Start);
        return error.Fault == FlashFault.EccError ? error : null;
    }

    private FlashException OfStatus(LoaderReport report)
    {
        var layout = FlashAlgorithms.Of(bank);
        var error = layout.Errors(report.Detail, FlashFault.ProgramError, "program", report.Place);
        return (report.Detail & layout.NotErased) != 0 ? NotErased(report.Place, error) : error;
    }

    /// <summary>The loader names a byte of the word that differs; the first unit in it that differs is read here.</summary>
    private FlashException OfCompare(uint place, LoaderBlock block)
    {
        var unit = bank.ProgramUnit;
        var window = (uint)Math.Max(Word, unit);
        var start = Math.Max(place & ~(window - 1), block.Address);
        var expected = block.Data(start, (int)window);
        var seen = new byte[expected.Length];
        core.Memory.Read(start, seen);
        var at = Math.Min(expected.CommonPrefixLength(seen), seen.Length - 1) / unit * unit;
        var address = start + (uint)at;
        return new FlashException(
            FlashFault.ProgramError, $"The flash at 0x{address:x8} could not be programmed.", address, Number(expected.Slice(at, unit)),
            Number(seen.AsSpan(at, unit)));
    }

    private static string Number(ReadOnlySpan<byte> bytes) => $"0x{Convert.ToHexStringLower([.. bytes.ToArray().Reverse()])}";

    /// <summary>Says what is there instead of an erased unit.</summary>
    private FlashException NotErased(uint address, FlashException error)
    {
        var seen = new byte[bank.ProgramUnit];
        core.Memory.Read(address, seen);
        return new FlashException(
            error.Fault, error.Message, address, Number([.. Enumerable.Repeat(bank.ErasedValue, seen.Length)]), Number(seen), error);
    }

    private static string During(IEnumerable<LoaderBlock> underWay) =>
        underWay.FirstOrDefault() is { } block ? $"at block {block.Sequence} for 0x{block.Address:x8}" : "before its first block";
}
