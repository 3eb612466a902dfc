// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Globalization;
using Appliance.Probes;
using Appliance.Service.Composition;
using Appliance.Targets;
using Appliance.Targets.Adi;

namespace Appliance.Service.Cli;

/// <summary><c>mem</c>: words of the target's memory, for an engineer at the bench. Halts nothing, resets nothing.</summary>
internal static class MemCommand
{
    private const int MostWords = 0x10000;
    private const int BenchHertz = 1_000_000;

    public static Command Create() => new("mem", "Read or write words of the target's memory, as it is, without halting it.") { Read(), Write() };

    private static Command Read()
    {
        var probe = Options.Probe();
        var address = new Argument<string>("ADDRESS") { Description = "First address, a multiple of 4." };
        var count = new Argument<int>("WORDS") { Description = "How many words.", DefaultValueFactory = _ => 1 };
        var command = new Command("read", "Read words.") { address, count, probe };
        command.SetAction(parsed => OnMemory(parsed.GetValue(probe), memory => Dump(memory, Word(parsed.GetRequiredValue(address)), parsed.GetValue(count))));
        return command;
    }

    private static Command Write()
    {
        var probe = Options.Probe();
        var address = new Argument<string>("ADDRESS") { Description = "First address, a multiple of 4." };
        var values = new Argument<string[]>("VALUE") { Description = "Words to write to rising addresses.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("write", "Write words.") { address, values, probe };
        command.SetAction(parsed => OnMemory(parsed.GetValue(probe), memory =>
        {
            var at = Word(parsed.GetRequiredValue(address));
            foreach (var value in parsed.GetRequiredValue(values).Select(ImageCommand.Address))
            {
                memory.WriteWord(at, value);
                at += 4;
            }

            memory.Flush();
        }));
        return command;
    }

    private static int OnMemory(string? probe, Action<IMemory> use)
    {
        if (probe is null) throw new BadInputException("Name the probe with --probe, for example --probe sim:stm32f103cb.");
        using var link = ProbeOpener.Open(ProbeOpener.Parse(probe));
        try
        {
            link.Connect(BenchHertz);
            DebugPortPower.Up(link, TimeSpan.FromSeconds(1));
            use(MemAp.Open(link, 0));
            return ExitCodes.Pass;
        }
        catch (Exception refused) when (refused is DapException or TargetException)
        {
            Console.Error.WriteLine(refused.Message);
            return ExitCodes.JobFailed;
        }
    }

    private static void Dump(IMemory memory, uint address, int words)
    {
        if (words is < 1 or > MostWords) throw new BadInputException($"The number of words goes from 1 to {MostWords}.");
        for (var row = 0; row < words; row += 4)
        {
            var cells = Enumerable.Range(row, Math.Min(4, words - row)).Select(index => memory.ReadWord(address + ((uint)index * 4)));
            Console.WriteLine($"{(address + ((uint)row * 4)).ToString("x8", CultureInfo.InvariantCulture)}: {string.Join(' ', cells.Select(cell => cell.ToString("x8", CultureInfo.InvariantCulture)))}");
        }
    }

    private static uint Word(string text)
    {
        var address = ImageCommand.Address(text);
        return address % 4 == 0 ? address : throw new BadInputException($"{text} is no multiple of 4.");
    }
}
