// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Layout;
using Appliance.Ports.Wires;
using Appliance.Targets;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.OptionBytes;

/// <summary>What a job does with option bytes: opens a protected chip, opens write protection the project governs, and at the end stores, loads and reads back.</summary>
/// <param name="chip">The chip.</param>
/// <param name="clock">Target time.</param>
/// <param name="warnings">Where it is noted that something was removed.</param>
/// <param name="memory">Memory of the core, which is another after each reload.</param>
/// <param name="reload">Has the chip load its options, and connects again.</param>
/// <param name="seal">Has the chip load level 2, and sees that nobody answers any more.</param>
internal sealed class OptionWork(ChipDescription chip, ITargetClock clock, WarningLog warnings, Func<IMemory> memory, Action<OptionAccess> reload,
    Action<OptionAccess> seal)
{
    private OptionAccess Access => new(memory(), clock, chip);

    /// <summary>Takes read protection of level 1 away from a chip that has it, which erases the flash. Option bytes that do not match their complements show as
    /// level 1 too, whatever their cells hold.</summary>
    public void Unprotect(CancellationToken cancel)
    {
        var values = Access.Read();
        var damaged = Access.AreDamaged;
        var field = chip.Options!.ReadProtection;
        Access.Store(values.With(field.Name, field.Words["level-0"]), cancel);
        if (Reloaded() is { Level: not 0 } after)
            throw Mismatch(field.Name, "level-0", after.Text(field.Name));
        warnings.Add("unprotected", damaged
            ? "The option bytes did not match their complements. They were stored anew, which erased the chip."
            : "The chip was read-protected, level 1. The protection was removed as the project asks, which erased the chip.");
    }

    /// <summary>Sees to it that nothing protects what a plan erases and programs.</summary>
    /// <exception cref="FlashException"><see cref="FlashFault.WriteProtected"/> or <see cref="FlashFault.CopyProtected"/>, by the name of the option.</exception>
    public void OpenFor(FlashPlan plan, CancellationToken cancel)
    {
        var values = Access.Read();
        var hits = FlashProtection.Of(chip, values).Where(range => Touches(plan, range)).ToList();
        if (hits.Count == 0)
            return;
        if (hits.Find(hit => hit.Area.IsCopy || plan.Options?.Governs(hit.Area) != true) is { } refused)
            throw Refused(refused);
        var opened = hits.Aggregate(values, (open, hit) => FlashProtection.Open(hit.Area, open));
        Access.Store(opened, cancel);
        if (FlashProtection.Of(chip, Reloaded()).FirstOrDefault(range => Touches(plan, range)) is { } left)
            throw Mismatch(left.Area.Name, "no protection where the image goes", left.ToString());
        warnings.Add("write-protection-opened", $"{hits[0]}: it was opened for the job; the project says what it is afterwards.");
    }

    /// <summary>Stores the options of a plan where they are not so already, the protection level last, and reads them back after the chip loaded them.</summary>
    /// <exception cref="FlashException"><see cref="FlashFault.OptionMismatch"/>.</exception>
    public OptionReport Set(OptionPlan plan, CancellationToken cancel)
    {
        var changed = Set(plan.Options, cancel);
        if (plan.Lock is not { } last)
            return Report(plan, changed);
        if (Access.Read().Level < Level(last))
        {
            Lock(last, cancel);
            changed = true;
        }

        return Level(last) == 2 ? new OptionReport([.. plan.All], changed) : Report(plan, changed);
    }

    private bool Set(IReadOnlyList<PlannedOption> options, CancellationToken cancel)
    {
        var values = Access.Read();
        var wanted = options.Aggregate(values, (all, option) => all.With(option.Name, option.Value));
        if (wanted.Registers.SequenceEqual(values.Registers))
            return false;
        Access.Store(wanted, cancel);
        _ = Reloaded();
        return true;
    }

    /// <summary>After level 2 nobody can ask any more: that the debug port is silent is all there is to see, and the caller sees to it.</summary>
    private void Lock(PlannedOption last, CancellationToken cancel)
    {
        Access.Store(Access.Read().With(last.Name, last.Value), cancel);
        warnings.Add("power-cycle", "The chip is read-protected now. Its firmware starts when the board's power was off and on.");
        if (Level(last) == 2)
            seal(Access);
        else
            _ = Reloaded();
    }

    /// <summary>The options after the chip has loaded them; that it goes by them is seen in its registers.</summary>
    private OptionValues Reloaded()
    {
        reload(Access);
        var values = Access.Read();
        if (Access.NotLoaded(values) is { } other)
            throw Mismatch(other.Field.Name, values.Text(other.Field.Name), $"not loaded: the chip shows 0x{other.Shown:X}");
        return values;
    }

    private OptionReport Report(OptionPlan plan, bool changed)
    {
        var now = Access.Read();
        foreach (var option in plan.All)
        {
            if (now.Text(option.Name) != option.Text)
                throw Mismatch(option.Name, option.Text, now.Text(option.Name));
        }

        return new OptionReport([.. plan.All], changed);
    }

    private static int Level(PlannedOption option) => option.Text[^1] - '0';

    private static bool Touches(FlashPlan plan, ProtectedRange range) =>
        plan.Sectors.Any(sector => sector.Address < range.End && sector.Address + (long)sector.Size > range.Start)
        || plan.Writes.Any(write => write.Address < range.End && write.Address + (long)write.Length > range.Start);

    private static FlashException Refused(ProtectedRange range) => range.Area.IsCopy
        ? new FlashException(
            FlashFault.CopyProtected, $"{range}: only the chip's own code may read it, and nobody may change it. It goes only with read protection, "
            + "set and removed, which erases the chip.", (uint)range.Start, "no copy protection where the image goes", range.Area.Name)
        : new FlashException(
            FlashFault.WriteProtected, $"{range}. Name the option under \"options\" to have it opened for the job.", (uint)range.Start,
            "no write protection where the image goes", range.Area.Name);

    private static FlashException Mismatch(string name, string expected, string actual) => new(
        FlashFault.OptionMismatch, $"{name} is {actual} after the chip loaded its option bytes, where {expected} was stored.", null, expected, actual);
}
