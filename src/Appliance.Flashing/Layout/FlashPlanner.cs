// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Ports.Checks;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Layout;

/// <summary>Turns image, chip and policy into a plan. A pure function: no clock, no wire, no target.</summary>
public static class FlashPlanner
{
    /// <summary>SWCLK cycles of one data word in a stream of AP accesses: 8 request, 1 turnaround, 3 ACK, 1 turnaround, 32 data, 1 parity
    /// (ARM IHI 0031 §B4.2).</summary>
    internal const int CyclesPerTransfer = 46;

    /// <summary>Cycles the RAM loaders take to sum a byte, flash wait states included (<c>checksum</c> in <c>loader.inc</c>).</summary>
    private const int CyclesPerSummedByte = 9;

    /// <summary>The slowest clock of a chip whose data name none: that after reset.</summary>
    private const int ResetHertz = 2_000_000;

    /// <summary>Makes the plan.</summary>
    /// <param name="image">What must be on the target.</param>
    /// <param name="chip">The chip it goes on.</param>
    /// <param name="policy">What the project asks for.</param>
    /// <exception cref="FlashException">The image does not fit the chip (<see cref="FlashFault.ImageOutside"/>) or holds nothing
    /// (<see cref="FlashFault.Unsupported"/>).</exception>
    public static FlashPlan Plan(FirmwareImage image, ChipDescription chip, FlashPolicy policy)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(policy.Hertz, nameof(policy));
        var parts = ImagePlacement.Place(image, chip);
        var checks = image.Segments.Select(segment => new PlannedCheck(segment.Address, (uint)segment.Length)).ToList();
        var readback = Wire(checks.Sum(check => Transfers(check.Length)), policy.Hertz);
        var verify = policy.Verify == VerifyMethod.Crc ? Checksum(image.ByteCount, chip) : readback;
        var erase = KeptFlash.Spare(chip, parts, policy.Keep, ErasePlanner.Choose(chip, parts, KeptFlash.Request(policy), readback));
        var writes = WritePlanner.Plan(image, chip, parts);
        return new FlashPlan(
            chip.Name, erase.Method, erase.Reason, erase.Sectors, writes, checks, image.ByteCount, writes.Sum(write => (long)write.Length),
            policy.Verify, erase.Time, ProgramTime(chip, writes, policy.Hertz), verify)
        {
            Crc32 = image.Crc32,
            Contents = erase.Method == EraseMethod.Changed ? [.. erase.Sectors.Select(sector => Content(image, sector))] : [],
        };
    }

    private static PlannedContent Content(FirmwareImage image, PlannedSector sector)
    {
        var end = sector.Address + (long)sector.Size;
        var (parts, crc) = (new List<PlannedCheck>(), new Crc32());
        foreach (var segment in image.Segments.Where(segment => segment.Address < end && segment.End > sector.Address))
        {
            var start = Math.Max(segment.Address, sector.Address);
            var bytes = new byte[Math.Min(segment.End, end) - start];
            image.Read(start, bytes, 0);
            crc.Append(bytes);
            parts.Add(new PlannedCheck(start, (uint)bytes.Length));
        }

        return new PlannedContent(sector, parts, crc.Value);
    }

    /// <summary>The flash and the wire work at the same time; the slower one counts.</summary>
    private static TimeSpan ProgramTime(ChipDescription chip, IReadOnlyList<PlannedWrite> writes, int hertz)
    {
        var (flash, transfers) = (TimeSpan.Zero, 0L);
        foreach (var write in writes)
        {
            var bank = chip.Flash[write.Bank];
            var units = write.Length / bank.ProgramUnit;
            flash += bank.Times.ProgramUnit.Typical * units;
            transfers += units * Transfers(bank.ProgramUnit);
        }

        var wire = Wire(transfers, hertz);
        return flash > wire ? flash : wire;
    }

    private static TimeSpan Checksum(long bytes, ChipDescription chip) =>
        TimeSpan.FromSeconds((double)bytes * CyclesPerSummedByte / (chip.Clock?.Hertz ?? ResetHertz));

    private static long Transfers(long bytes) => (bytes + 3) / 4;

    private static TimeSpan Wire(long transfers, int hertz) => TimeSpan.FromSeconds((double)transfers * CyclesPerTransfer / hertz);
}
