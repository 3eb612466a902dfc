// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Targets.Descriptions;

/// <summary>The option bytes of a chip: where they are read and stored, their fields by the names of the reference manual, and what they protect.</summary>
/// <param name="Layout">Key of the way they are stored: that of the flash controller, see the option byte drivers.</param>
/// <param name="Controller">Address the register offsets of the layout are counted from.</param>
/// <param name="Registers">The registers or words with fields in them.</param>
/// <param name="Fields">The fields, in the order of the data.</param>
/// <param name="Protections">What keeps flash from being changed or read.</param>
/// <param name="LongestStore">The longest time it takes to store them, without the erase of main flash.</param>
public sealed record OptionDescription(
    string Layout, uint Controller, IReadOnlyList<OptionRegister> Registers, IReadOnlyList<OptionField> Fields, IReadOnlyList<ProtectionArea> Protections,
    TimeSpan LongestStore)
{
    /// <summary>The field with the read protection level.</summary>
    public OptionField ReadProtection => Fields.First(option => option.Words.Count > 0);

    /// <summary>Where the flag is that says that options did not match their complements when they were loaded; null where there is none.</summary>
    public OptionErrorFlag? Error { get; init; }

    /// <summary>The field of a name, in any case; null where there is none.</summary>
    public OptionField? Find(string name) => Fields.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The names nearest to one that is not known; may be empty.</summary>
    public IReadOnlyList<string> Nearest(string name) => NearestNames.To(name, [.. Fields.Select(field => field.Name)]);
}

/// <summary>A register or a word with option fields in it.</summary>
/// <param name="Name">Its name in the reference manual.</param>
/// <param name="Address">Where it is read.</param>
/// <param name="Stored">Where it is written; another address where a twin takes what is to be stored.</param>
public sealed record OptionRegister(string Name, uint Address, uint Stored)
{
    /// <summary>Where the chip shows what it loaded; null where <see cref="Address"/> itself shows that, and not the cells.</summary>
    public LoadedOption? Loaded { get; init; }
}

/// <summary>The bits of a register of the flash interface that show what was loaded of an option word.</summary>
/// <param name="Address">Address of the register.</param>
/// <param name="Shift">Where the word's lowest bit is in it.</param>
/// <param name="Mask">The bits of the word that are there.</param>
public sealed record LoadedOption(uint Address, int Shift, uint Mask);

/// <summary>One option.</summary>
/// <param name="Name">Its name in the reference manual.</param>
/// <param name="Register">Index of its register in the description.</param>
/// <param name="Shift">Its lowest bit.</param>
/// <param name="Width">Its bits, 1 to 32.</param>
public sealed record OptionField(string Name, int Register, int Shift, int Width)
{
    /// <summary>Values that have a word, where numbers are no good way to say it: protection levels.</summary>
    public IReadOnlyDictionary<string, uint> Words { get; init; } = new Dictionary<string, uint>();

    /// <summary>Values that can never be taken back.</summary>
    public IReadOnlyList<uint> ForEver { get; init; } = [];

    /// <summary>The largest value.</summary>
    public uint Largest => Width == 32 ? uint.MaxValue : (1u << Width) - 1;

    /// <summary>Its bits in the register.</summary>
    public uint Mask => Largest << Shift;

    /// <summary>Its value, of the values of all registers.</summary>
    public uint Of(IReadOnlyList<uint> registers) => (registers[Register] >> Shift) & Largest;

    /// <summary>Puts a value into the values of all registers.</summary>
    public void Put(IList<uint> registers, uint value) => registers[Register] = (registers[Register] & ~Mask) | (value << Shift);

    /// <summary>A value for people: its word, or the number. A protection level that has no value of its own is level 1 (every reference manual).</summary>
    public string Text(uint value) => Words.Count == 0
        ? Width > 4 ? $"0x{value:X}" : value.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : Words.FirstOrDefault(word => word.Value == value).Key ?? LevelOtherwise;

    /// <summary>The word of every protection value that is neither that of level 0 nor that of level 2.</summary>
    public const string LevelOtherwise = "level-1";
}

/// <summary>Options that keep a part of flash from being changed (write protection) or read (copy protection, PCROP).</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Bank">Index of the bank.</param>
/// <param name="IsCopy">It keeps from reading too, and goes only with an erase of all.</param>
public abstract record ProtectionArea(string Name, int Bank, bool IsCopy);

/// <summary>An area from a first to a last unit; none where the first is above the last.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Bank">Index of the bank.</param>
/// <param name="IsCopy">It keeps from reading too.</param>
/// <param name="First">Field with the first unit.</param>
/// <param name="Last">Field with the last unit.</param>
/// <param name="UnitBytes">Bytes of a unit.</param>
public sealed record ProtectionRange(string Name, int Bank, bool IsCopy, OptionField First, OptionField Last, uint UnitBytes) : ProtectionArea(Name, Bank, IsCopy);

/// <summary>A bit for each unit.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Bank">Index of the bank.</param>
/// <param name="Bits">The field.</param>
/// <param name="FromBit">Its first bit that counts here.</param>
/// <param name="Count">How many bits count.</param>
/// <param name="On">What a bit is that protects: 0 or 1.</param>
/// <param name="FirstUnit">The unit of the first bit.</param>
/// <param name="UnitBytes">Bytes of a unit; 0 where a bit stands for sectors.</param>
/// <param name="Sectors">Sectors a bit stands for, where <paramref name="UnitBytes"/> is 0.</param>
/// <param name="ToEnd">The last bit stands for all that is left of the bank.</param>
public sealed record ProtectionBits(
    string Name, int Bank, OptionField Bits, int FromBit, int Count, uint On, int FirstUnit, uint UnitBytes, int Sectors, bool ToEnd) : ProtectionArea(Name, Bank, false);

/// <summary>A flag that says that options did not match their complements when they were loaded.</summary>
/// <param name="Address">Address of the register.</param>
/// <param name="Mask">The flag.</param>
public sealed record OptionErrorFlag(uint Address, uint Mask);
