// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Cpu;

/// <summary>Makes engines that execute the instructions of a core. None knows time, exceptions or debug: those belong to the simulated chip.</summary>
public interface ICpuEngines
{
    /// <summary>What executes, for messages: name and version.</summary>
    string Name { get; }

    /// <summary>Makes one core.</summary>
    /// <param name="model">Which instructions it has.</param>
    /// <param name="client">What is asked while it runs.</param>
    /// <exception cref="CpuEngineException">The engine is not there, or refuses.</exception>
    ICpuEngine Create(CpuModel model, ICpuClient client);
}

/// <summary>One core that executes Thumb code out of memory it shares with the simulated chip. One thread at a time.</summary>
public interface ICpuEngine : IDisposable
{
    /// <summary>Core registers: 0 to 12, 13 SP, 14 LR, 15 PC.</summary>
    uint this[int register] { get; set; }

    /// <summary>The flags N, Z, C, V (and Q where the core has it) in their places of xPSR; all other bits are 0.</summary>
    uint Flags { get; set; }

    /// <summary>Copies registers 0 to 15 and then xPSR as the engine keeps it: good for comparing two states.</summary>
    /// <param name="state">17 words.</param>
    void CopyState(Span<uint> state);

    /// <summary>Makes an array memory that code runs from and that loads and stores reach without asking the client.</summary>
    /// <param name="address">First address, a multiple of 4 KiB.</param>
    /// <param name="bytes">The memory itself, a multiple of 4 KiB long.</param>
    void Share(uint address, byte[] bytes);

    /// <summary>Somebody else may have changed code in shared memory.</summary>
    void ForgetCode();

    /// <summary>Executes from PC until the client ends it or the code does something only the chip can answer.</summary>
    CpuStop Run();
}

/// <summary>What an engine asks while it runs.</summary>
public interface ICpuClient
{
    /// <summary>Asked before each instruction. False ends the run before it.</summary>
    /// <param name="address">Where it is; PC and all registers hold what they have before it.</param>
    bool MayExecute(uint address);

    /// <summary>A load from memory that is not shared. False ends the run with the instruction undone.</summary>
    bool TryRead(uint address, int size, out uint value);

    /// <summary>A store to memory that is not shared. False ends the run with the instruction undone.</summary>
    bool TryWrite(uint address, int size, uint value);
}

/// <summary>The cores an engine can be.</summary>
public enum CpuModel
{
    /// <summary>ARMv6-M.</summary>
    CortexM0,

    /// <summary>ARMv6-M; the same instructions in other times.</summary>
    CortexM0Plus,

    /// <summary>ARMv7-M.</summary>
    CortexM3,

    /// <summary>ARMv7E-M with single precision floating point.</summary>
    CortexM4,

    /// <summary>ARMv7E-M with caches and a write buffer, none of which the engine has.</summary>
    CortexM7,

    /// <summary>ARMv8-M mainline.</summary>
    CortexM33,
}

/// <summary>Why a run ended. PC is that of the instruction that ended it.</summary>
public enum CpuStop
{
    /// <summary>The client said so.</summary>
    Asked,

    /// <summary>BKPT.</summary>
    Breakpoint,

    /// <summary>SVC.</summary>
    SupervisorCall,

    /// <summary>An instruction the core does not have, or a branch to ARM state.</summary>
    Undefined,

    /// <summary>An instruction fetch outside shared memory.</summary>
    FetchFault,

    /// <summary>An access the core does not allow: not aligned where it must be.</summary>
    Unaligned,
}

/// <summary>The engine is missing, or failed in a way that says nothing about the code it ran.</summary>
public sealed class CpuEngineException(string message, Exception? inner = null) : Exception(message, inner);
