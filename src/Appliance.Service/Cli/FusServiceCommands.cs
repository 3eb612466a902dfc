// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using Appliance.Flashing.Fus.Operations;

namespace Appliance.Service.Cli;

/// <summary><c>fus safeboot</c>, <c>anti-rollback</c> and <c>key</c>: what mostly cannot be taken back, and needs its word for it.</summary>
internal static class FusServiceCommands
{
    private const int LargestKey = 1024;

    public static Command Safeboot()
    {
        var files = new Argument<FileInfo[]>("FILE") { Description = "The image of Safeboot, and images of FUS it may need before.", Arity = ArgumentArity.OneOrMore };
        var (unknown, final) = (FusTargetCommands.Unknown(), Final());
        return FusTargetCommands.Make("safeboot", "Replace Safeboot; erases user flash and stack.", [files, unknown, final], (parsed, simulated) => new FusWish
        {
            Files = FusTargetCommands.Read(parsed.GetRequiredValue(files), simulated), TakeUnknown = parsed.GetValue(unknown), Final = Given(parsed, final),
        });
    }

    public static Command AntiRollback()
    {
        var final = Final();
        return FusTargetCommands.Make("anti-rollback", "Refuse stacks older than the one that is installed, for ever.", [final],
            (parsed, _) => new FusWish { AntiRollback = true, Final = Given(parsed, final) });
    }

    public static Command Key() => new("key", "Keys in the coprocessor. They are written and can never be read.")
    {
        Store("user", "Store keys in the clear, 16 or 32 bytes each.", UserKeyKind.Simple),
        Store("master", "Store the master key, 16 or 32 bytes.", UserKeyKind.Master),
        Store("encrypted", "Store keys that the master key encrypted, each with its vector of 12 bytes at the end.", UserKeyKind.Encrypted),
        Customer(), LockCustomer(),
    };

    private static Command Store(string name, string what, UserKeyKind kind)
    {
        var files = new Argument<FileInfo[]>("FILE") { Description = "One key each, as raw bytes.", Arity = ArgumentArity.OneOrMore };
        return FusTargetCommands.Make(name, what, [files], (parsed, _) => new FusWish { UserKeys = [.. parsed.GetRequiredValue(files).Select(file => Read(kind, file))] });
    }

    private static Command Customer()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The public key: 64 bytes, both coordinates of its point." };
        var final = Final();
        return FusTargetCommands.Make("customer", "Store the customer's authentication key; images must be signed with it from then on.", [file, final],
            (parsed, _) => new FusWish { CustomerKey = Bytes(parsed.GetRequiredValue(file)), Final = Given(parsed, final) });
    }

    private static Command LockCustomer()
    {
        var final = Final();
        return FusTargetCommands.Make("lock-customer", "Lock the customer's authentication key, for ever.", [final],
            (parsed, _) => new FusWish { LockCustomerKey = true, Final = Given(parsed, final) });
    }

    private static Option<string[]> Final() => new("--irreversible")
    {
        Description = $"What may be done although it cannot be taken back: {string.Join(", ", FusFinals.All)}.", HelpName = "WORD",
    };

    private static FusFinal Given(ParseResult parsed, Option<string[]> option) => (parsed.GetValue(option) ?? []).Aggregate(
        FusFinal.None, (all, word) => all | (FusFinals.Find(word) ?? throw new BadInputException($"'{word}' is no word for what is irreversible; the words are {string.Join(", ", FusFinals.All)}.")));

    private static UserKey Read(UserKeyKind kind, FileInfo file)
    {
        try
        {
            return new UserKey(kind, Bytes(file));
        }
        catch (FormatException wrong)
        {
            throw new BadInputException($"{file.Name}: {wrong.Message}");
        }
    }

    private static byte[] Bytes(FileInfo file)
    {
        if (!file.Exists) throw new BadInputException($"There is no file {file.FullName}.");
        if (file.Length > LargestKey) throw new BadInputException($"{file.Name} has {file.Length} bytes; no key is as long.");
        try
        {
            return File.ReadAllBytes(file.FullName);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(unreadable.Message);
        }
    }
}
