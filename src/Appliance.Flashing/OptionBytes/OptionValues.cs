// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.OptionBytes;

/// <summary>The option bytes of one chip as read, or as they shall be: values by field name.</summary>
public sealed class OptionValues
{
    private readonly OptionDescription _description;
    private readonly uint[] _registers;

    /// <summary>Takes the values of the registers, in the order of the description.</summary>
    internal OptionValues(OptionDescription description, uint[] registers) => (_description, _registers) = (description, registers);

    /// <summary>Values of the registers, in the order of the description.</summary>
    public IReadOnlyList<uint> Registers => _registers;

    /// <summary>The read protection level: 0, 1 or 2. A value that has no word is level 1, as every reference manual says.</summary>
    public int Level => Text(_description.ReadProtection.Name)[^1] - '0';

    /// <summary>The value of a field.</summary>
    /// <exception cref="ArgumentException">The chip has no such field.</exception>
    public uint this[string name] => Field(name).Of(_registers);

    /// <summary>A field for people: its word, or its number.</summary>
    /// <exception cref="ArgumentException">The chip has no such field.</exception>
    public string Text(string name)
    {
        var option = Field(name);
        return option.Text(option.Of(_registers));
    }

    /// <summary>The same with another value of one field.</summary>
    /// <exception cref="ArgumentException">The chip has no such field, or it cannot hold the value.</exception>
    public OptionValues With(string name, uint value)
    {
        var option = Field(name);
        if (value > option.Largest)
            throw new ArgumentException($"{option.Name} cannot be 0x{value:X}; its largest value is 0x{option.Largest:X}.", nameof(value));
        var registers = (uint[])_registers.Clone();
        option.Put(registers, value);
        return new OptionValues(_description, registers);
    }

    private OptionField Field(string name) => _description.Find(name) ?? throw new ArgumentException($"There is no option {name}.", nameof(name));
}
