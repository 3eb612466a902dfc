// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Text.Json;
using Appliance.Jobs.Outcomes;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Service.Composition;
using Appliance.Targets;
using Appliance.Targets.Adi;

namespace Appliance.Service.Cli;

/// <summary><c>mem</c>: words of the target's memory, for an engineer at the bench. Halts nothing, resets nothing.</summary>
internal static class MemCommand
{
    private const int MostWords = 0x10000;
    private const int WordsInRow = 4;
    private const int BenchHertz = 1_000_000;

    public static Command Create() => new("mem", "Read or write words of the target's memory, as it is, without halting it.") { Read(), Write() };

    private static Command Read()
    {
        var (probe, home, json, address) = (Options.Probe(), Options.Home(), Options.Json(), First());
        var count = new Argument<int>("WORDS") { Description = "How many words.", DefaultValueFactory = _ => 1 };
        var command = new Command("read", "Read words.") { address, count, probe, home, json };
        command.SetAction(parsed =>
        {
            var at = Range(parsed.GetRequiredValue(address), parsed.GetValue(count));
            var words = new List<uint>();
            var code = OnMemory(Probe(parsed.GetValue(probe), parsed.GetValue(home)), memory =>
            {
                while (words.Count < parsed.GetValue(count)) words.Add(memory.ReadWord(at + ((uint)words.Count * 4)));
            }, () => $"Reading {Hex(at + ((uint)words.Count * 4))} failed; {words.Count} words were read.");
            if (code == ExitCodes.Pass) Show(at, words, parsed.GetValue(json));
            return code;
        });
        return command;
    }

    private static Command Write()
    {
        var (probe, home, json, address) = (Options.Probe(), Options.Home(), Options.Json(), First());
        var values = new Argument<string[]>("VALUE") { Description = "Words to write to rising addresses.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("write", "Write words.") { address, values, probe, home, json };
        command.SetAction(parsed =>
        {
            var words = parsed.GetRequiredValue(values).Select(Value).ToList();
            var at = Range(parsed.GetRequiredValue(address), words.Count);
            var written = 0;
            var code = OnMemory(Probe(parsed.GetValue(probe), parsed.GetValue(home)), memory =>
            {
                for (; written < words.Count; written++)
                {
                    memory.WriteWord(at + ((uint)written * 4), words[written]);
                    memory.Flush();
                }
            }, () => $"Writing {Hex(at + ((uint)written * 4))} failed; {written} of {words.Count} words were written.");
            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(new { address = Hex(at), written }));
            return code;
        });
        return command;
    }

    private static Argument<string> First() => new("ADDRESS") { Description = "First address, a multiple of 4." };

    private static ProbeId Probe(string? probe, string? home)
    {
        var settings = ApplianceHome.Locate(home).Settings;
        if (probe is null && settings.Problems.Count > 0) throw new BadInputException(string.Join("\n", settings.Problems));
        return GpioProbeId.Wire(ProbeOpener.Parse(probe ?? settings.Settings.Probe), settings.Settings);
    }

    /// <summary>Uses the memory behind AP 0; of what fails it says where it was.</summary>
    private static int OnMemory(ProbeId probe, Action<IMemory> use, Func<string> where)
    {
        var connected = false;
        try
        {
            using var link = ProbeOpener.Open(probe);
            link.Connect(BenchHertz);
            DebugPortPower.Up(link, TimeSpan.FromSeconds(1));
            var memory = MemAp.Open(link, 0);
            connected = true;
            use(memory);
            return ExitCodes.Pass;
        }
        catch (Exception refused) when (refused is DapException or TargetException or WireException or JobFailure)
        {
            return Failed(connected ? $"{where()} {refused.Message}" : refused.Message);
        }
    }

    private static int Failed(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return ExitCodes.JobFailed;
    }

    private static void Show(uint address, List<uint> words, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { address = Hex(address), words = words.Select(Hex) }));
            return;
        }

        foreach (var (row, cells) in words.Chunk(WordsInRow).Index())
            Console.WriteLine($"{address + ((uint)row * WordsInRow * 4):x8}: {string.Join(' ', cells.Select(cell => $"{cell:x8}"))}");
    }

    /// <summary>The first address of a range of words that is whole within the address space.</summary>
    private static uint Range(string first, int words)
    {
        var address = ImageCommand.Address(first);
        if (address % 4 != 0) throw new BadInputException($"{first} is no multiple of 4.");
        if (words is < 1 or > MostWords) throw new BadInputException($"The number of words goes from 1 to {MostWords}.");
        if (address + ((long)words * 4) > 1L << 32) throw new BadInputException($"{words} words from {first} go beyond the last address, 0xffffffff.");
        return address;
    }

    private static uint Value(string text)
    {
        try
        {
            return ImageCommand.Address(text);
        }
        catch (BadInputException)
        {
            throw new BadInputException($"'{text}' is no word. Write it as 0x12345678 or as a decimal number to 4294967295.");
        }
    }

    private static string Hex(uint value) => $"0x{value:x8}";
}
