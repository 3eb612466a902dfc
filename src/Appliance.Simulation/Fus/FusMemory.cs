// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Fus;

/// <summary>What the coprocessor keeps in secure flash: it outlives every reset and every loss of power.</summary>
internal sealed class FusMemory
{
    /// <summary>FUS.</summary>
    public uint Fus { get; set; }

    /// <summary>Safeboot.</summary>
    public uint Safeboot { get; set; }

    /// <summary>The stack; 0 for none.</summary>
    public uint Stack { get; set; }

    /// <summary>Pages of the stack.</summary>
    public int StackPages { get; set; }

    /// <summary>First page of the stack.</summary>
    public int StackPage { get; set; }

    /// <summary>A block of data of a stack of the new format is kept.</summary>
    public bool KeepsData { get; set; }

    /// <summary>Nobody has ever talked to this FUS.</summary>
    public bool Virgin { get; set; }

    /// <summary>Oldest stack it takes; null while anti-rollback is off.</summary>
    public uint? Oldest { get; set; }

    /// <summary>The customer's authentication key is locked.</summary>
    public bool KeyLocked { get; set; }

    /// <summary>Keys that are stored, by index.</summary>
    public List<byte[]> Keys { get; } = [];

    /// <summary>A master key is stored.</summary>
    public bool MasterKey { get; set; }

    /// <summary>Error of the last operation, told once.</summary>
    public byte Error { get; set; }

    /// <summary>What is under way; null for nothing.</summary>
    public FusJob? Job { get; set; }

    /// <summary>Nothing on the coprocessor can start any more.</summary>
    public bool Dead { get; set; }

    /// <summary>A version as the rules compare it.</summary>
    public bool IsBefore(uint release) => Release.Of(Fus) < release;
}
