// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Operations;
using Appliance.Jobs.Projects;
using Appliance.Targets.Descriptions;

namespace Appliance.Jobs.Tests.Projects;

/// <summary>Keys, locks and their words in the key <c>coprocessor</c>.</summary>
public sealed class CoprocessorProjectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Check_EveryKeyAndLock_IsInTheWish()
    {
        var result = Check("master-key: m.bin, user-keys: [u.bin], encrypted-keys: e.bin, customer-key: c.bin, lock-customer-key: true, anti-rollback: true, irreversible: [customer-key, lock-customer-key, anti-rollback]");

        Assert.Empty(result.Problems);
        var wish = result.Job!.Coprocessor!;
        Assert.Equal([UserKeyKind.Master, UserKeyKind.Simple, UserKeyKind.Encrypted], wish.UserKeys.Select(key => key.Kind));
        Assert.Equal((64, true, true), (wish.CustomerKey.Length, wish.LockCustomerKey, wish.AntiRollback));
        Assert.Equal(FusFinal.CustomerKey | FusFinal.CustomerKeyLock | FusFinal.AntiRollback, wish.Final);
    }

    [Theory]
    [InlineData("user-keys: c.bin", "16 or 32 bytes")]
    [InlineData("anti-rollback: true, irreversible: [rollback]", "is a list of safeboot")]
    [InlineData("anti-rollback: true, irreversible: anti-rollback", "is a list of safeboot")]
    [InlineData("anti-rollback: maybe", "one of")]
    [InlineData("start: fus", "there is nothing to do")]
    public void Check_WhatIsWrong_IsAProblemWithItsReason(string keys, string why) =>
        Assert.Contains(Check(keys).Problems, problem => problem.Message.Contains(why, StringComparison.Ordinal));

    [Fact]
    public void ContentHash_ChangesWithEveryKeyAndLock()
    {
        string[] projects =
        [
            "user-keys: u.bin", "master-key: u.bin", "encrypted-keys: e.bin", "customer-key: c.bin", "user-keys: u.bin, anti-rollback: true", "user-keys: u.bin, lock-customer-key: true",
            "user-keys: u.bin, irreversible: [anti-rollback]", "user-keys: u.bin, irreversible: [safeboot]",
        ];
        Assert.Equal(projects.Length, projects.Select(keys => Check(keys).Job!.Project.ContentHash).Distinct().Count());
    }

    private CheckResult Check(string keys)
    {
        _folder.Write("a.bin", [1, 2, 3, 4]);
        foreach (var (name, length) in new[] { ("m.bin", 32), ("u.bin", 16), ("e.bin", 28), ("c.bin", 64) })
            _folder.Write(name, new byte[length]);
        _folder.Write("project.yaml", $"name: demo\nrevision: 1\ntarget: stm32wb55rg\nfiles: [{{path: a.bin, address: 0x08000000}}]\ncoprocessor: {{{keys}}}\n");
        return ProjectCheck.Check(_folder.Path, ChipCatalog.Default);
    }
}
