// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Bus;

/// <summary>One 32-bit register: a stored value, with behaviour attached where it has some.</summary>
internal sealed class Register(string name, uint resetValue, uint writable)
{
    private readonly uint _resetValue = resetValue;

    /// <summary>Name as in its manual.</summary>
    public string Name { get; } = name;

    /// <summary>The stored value.</summary>
    public uint Value { get; set; } = resetValue;

    /// <summary>Bits a write changes when there is no <see cref="OnWrite"/>.</summary>
    public uint Writable { get; } = writable;

    /// <summary>Whether a system reset leaves it alone.</summary>
    public bool SurvivesReset { get; init; }

    /// <summary>Whether byte and half-word accesses are allowed; most registers of the chip want words.</summary>
    public bool AnySize { get; init; }

    /// <summary>Gives the value read instead of the stored one.</summary>
    public Func<uint>? OnRead { get; init; }

    /// <summary>Takes the value written instead of storing it; false is a bus error.</summary>
    public Func<uint, bool>? OnWrite { get; init; }

    /// <summary>The value a debugger sees.</summary>
    public uint Read() => OnRead is null ? Value : OnRead();

    /// <summary>Takes a write.</summary>
    public bool Write(uint value)
    {
        if (OnWrite is not null)
            return OnWrite(value);
        Value = (Value & ~Writable) | (value & Writable);
        return true;
    }

    /// <summary>System reset.</summary>
    public void Reset()
    {
        if (!SurvivesReset)
            Value = _resetValue;
    }
}
