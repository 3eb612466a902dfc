// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Bus;

/// <summary>
/// A peripheral: registers declared in the order of its manual. An access to an offset that is not declared, or of a size the register
/// does not take, is a bus error and a violation: no programmer here has any business there.
/// </summary>
internal class RegisterBlock(string name, Violations violations) : IBusSlave
{
    private readonly SortedDictionary<uint, Register> _registers = [];

    /// <summary>Name as in the manual.</summary>
    protected string Name { get; } = name;

    /// <summary>Where misuse is written down.</summary>
    protected Violations Violations { get; } = violations;

    /// <inheritdoc/>
    public virtual long HeldUntil(in BusAccess access) => 0;

    /// <inheritdoc/>
    public virtual bool TryRead(in BusAccess access, out uint value)
    {
        value = 0;
        if (!TryFind(access, "read", out var register))
            return false;
        value = Lane(register.Read(), access);
        return true;
    }

    /// <inheritdoc/>
    public virtual bool TryWrite(in BusAccess access, uint value)
    {
        if (!TryFind(access, "write", out var register))
            return false;
        if (access.Size == 4)
            return register.Write(value);
        var shift = Shift(access);
        var mask = (access.Size == 1 ? 0xFFu : 0xFFFFu) << shift;
        return register.Write((register.Value & ~mask) | ((value << shift) & mask));
    }

    /// <inheritdoc/>
    public virtual void Reset()
    {
        foreach (var register in _registers.Values)
            register.Reset();
    }

    /// <summary>Declares a register.</summary>
    public Register Add(uint offset, Register register)
    {
        _registers.Add(offset, register);
        return register;
    }

    /// <summary>Declares a register that always reads the same and takes no writes.</summary>
    public void AddConstant(uint offset, string register, uint value) =>
        Add(offset, new Register(register, value, 0) { SurvivesReset = true, AnySize = true });

    /// <summary>Declares a row of plain storage registers.</summary>
    public void AddStorage(uint offset, int count, string register)
    {
        for (var i = 0u; i < count; i++)
            Add(offset + (i * 4), new Register($"{register}{i}", 0, uint.MaxValue) { AnySize = true });
    }

    private bool TryFind(in BusAccess access, string verb, out Register register)
    {
        if (_registers.TryGetValue(access.Offset & ~3u, out register!) && (access.Size == 4 || register.AnySize))
            return true;
        Violations.Add($"{Name}: {verb} of {access.Size} bytes at offset 0x{access.Offset:X} is not a listed register access");
        return false;
    }

    private static int Shift(in BusAccess access) => (int)(access.Offset & 3) * 8;

    private static uint Lane(uint word, in BusAccess access) =>
        access.Size == 4 ? word : (word >> Shift(access)) & (access.Size == 1 ? 0xFFu : 0xFFFFu);
}
