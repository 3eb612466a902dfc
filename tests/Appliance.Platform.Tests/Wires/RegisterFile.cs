// SPDX-License-Identifier: Apache-2.0
using Appliance.Platform.Wires.Pins;

namespace Appliance.Platform.Tests.Wires;

/// <summary>
/// Registers of a GPIO block as their document has them, stricter than silicon: a store waits for a barrier and until then a second store to its
/// register replaces it; pins and fields that are not ours must stay as they are; a level put to an input must be meant for an output.
/// </summary>
internal abstract class RegisterFile
{
    private readonly List<(int Offset, uint Value)> _waiting = [];
    private uint _putToInputs;

    /// <summary>What is wired to the pins; null for nothing.</summary>
    public PinWorld? World { get; init; }

    public List<string> Violations { get; } = [];

    /// <summary>Accesses in order, as <c>expected_trace.py</c> writes them; null to keep none.</summary>
    public List<string>? Trace { get; init; }

    /// <summary>Where the processor sees offset 0.</summary>
    public abstract long Base { get; }

    public RegisterProxy Proxy => new(this);

    public uint OutputsNow => Outputs;

    protected uint Outputs { get; private set; }

    protected uint Latch { get; private set; }

    protected uint Levels => World?.Levels(Outputs, Latch) ?? Outputs & Latch;

    public void Store(int offset, uint value)
    {
        Trace?.Add($"W 0x{Base + offset:x} 0x{value:x}");
        _waiting.RemoveAll(store => store.Offset == offset);
        _waiting.Add((offset, value));
    }

    public uint Load(int offset)
    {
        Trace?.Add($"R 0x{Base + offset:x}");
        return Read(offset);
    }

    public void Barrier()
    {
        if (Trace is { Count: > 0 } trace && trace[^1] != "B") trace.Add("B");
        foreach (var (offset, value) in _waiting) Write(offset, value);
        _waiting.Clear();
    }

    protected abstract uint Read(int offset);

    protected abstract void Write(int offset, uint value);

    protected Exception Unknown(int offset) => new InvalidOperationException($"{GetType().Name} has no register at 0x{offset:x}");

    /// <summary>Pins get levels.</summary>
    protected void Put(uint pins, bool high)
    {
        CheckOurs(pins, "level");
        _putToInputs |= pins & ~Outputs;
        Change(Outputs, high ? Latch | pins : Latch & ~pins);
    }

    /// <summary>Pins become outputs or inputs.</summary>
    protected void Turn(uint outputs)
    {
        CheckOurs(outputs ^ Outputs, "direction");
        _putToInputs &= ~outputs;
        Change(outputs, Latch);
    }

    /// <summary>What the pins are before the wire comes.</summary>
    protected void Begin(uint outputs, uint latch) => (Outputs, Latch) = (outputs, latch);

    private void CheckOurs(uint pins, string what)
    {
        if (World is { } world && (pins & ~world.Ours) != 0) Violations.Add($"{what} of pins 0x{pins & ~world.Ours:x}, which are not ours");
    }

    private void Change(uint outputs, uint latch)
    {
        if (World is { } world)
        {
            var clockMoves = ((outputs & latch) ^ (Outputs & Latch)) & world.Clock;
            if (clockMoves != 0 && _putToInputs != 0) Violations.Add($"SWCLK moves while pins 0x{_putToInputs:x} were given a level and are inputs");
            if (clockMoves != 0 && ((outputs ^ Outputs) & ~world.Clock) != 0) Violations.Add("SWCLK and a direction change at once");
        }

        (Outputs, Latch) = (outputs, latch);
        World?.Apply(outputs, latch);
    }
}

/// <summary>The struct the product is compiled for.</summary>
internal readonly struct RegisterProxy(RegisterFile file) : IRegisters
{
    public void Store(int offset, uint value) => file.Store(offset, value);

    public uint Load(int offset) => file.Load(offset);

    public void Barrier() => file.Barrier();
}
