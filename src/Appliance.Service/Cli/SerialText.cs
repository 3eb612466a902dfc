// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Jobs.Running;
using Appliance.Jobs.Serials;
using Appliance.Platform.Files;
using Appliance.Service.Composition;

namespace Appliance.Service.Cli;

/// <summary>What the next board gets, byte by byte, before there is one.</summary>
internal static class SerialText
{
    /// <summary>The serial of the next new board on this appliance; null where the project has none.</summary>
    /// <param name="job">The job.</param>
    /// <param name="home">Whose ledgers.</param>
    /// <param name="simulated">Those of simulated jobs.</param>
    /// <exception cref="BadInputException">No serial is left.</exception>
    public static SerialValue? Next(PreparedJob job, ApplianceHome home, bool simulated)
    {
        if (job.Serials is not { } plan) return null;
        try
        {
            var facts = Directory.Exists(home.Journal)
                ? SerialLedger.Look(new DurableFolder(home.Journal)).FirstOrDefault(ledger => ledger.Name == new LedgerName(plan.Ledger, simulated))
                : null;
            if (facts is { Next: null }) throw new BadInputException("No serial is left in the range or list.");
            var reached = facts is null ? 0 : UInt128.Parse(facts.Next!, NumberStyles.None, CultureInfo.InvariantCulture);
            return (plan with { Next = UInt128.Max(reached, plan.Next ?? 0) }).First();
        }
        catch (SerialException usedUp)
        {
            throw new BadInputException(usedUp.Message);
        }
    }

    /// <summary>A line for the serial and one for each patch.</summary>
    public static void Write(SerialPlan plan, SerialValue next)
    {
        Console.WriteLine($"Next board: {next.Text} (ledger {plan.Ledger}{(plan.Limit is { } limit ? string.Create(CultureInfo.InvariantCulture, $", at most {limit} boards") : "")})");
        foreach (var patch in next.Patches)
            Console.WriteLine($"  0x{patch.Address:X8}  {string.Join(' ', patch.Bytes.Chunk(2).Select(pair => new string(pair)))}");
    }
}
