// SPDX-License-Identifier: Apache-2.0
using System.Numerics;
using Appliance.Ports.Wires;

namespace Appliance.Probes.Swd;

/// <summary>
/// N targets on one SWCLK, programmed in lock-step: the same request on every lane, the same or a different word on each. A lane that
/// fails is dropped with its cause, its line driven low from then on, and the others finish.
/// </summary>
/// <remarks>Lanes are connected one by one; then ORUNDETECT keeps frames the same length whatever each target answers. The owner of the
/// group also owns the wire. <see cref="Lane"/> gives the single-target view for whatever concerns one board alone.</remarks>
public sealed class SwdLaneGroup : IDisposable
{
    private readonly ISwdLine _line;
    private readonly SwdLink[] _links;
    private readonly DapException?[] _causes;
    private readonly SwdLockstep _lockstep;

    /// <summary>Makes a group of all lanes of a wire.</summary>
    /// <param name="line">The wire.</param>
    /// <param name="options">What is known of the boards, which are alike.</param>
    public SwdLaneGroup(ISwdLine line, SwdLinkOptions? options = null)
    {
        _line = line;
        SwdLinkOptions all = (options ?? SwdLinkOptions.Default) with { Overrun = true };
        _links = [.. Enumerable.Range(0, line.LaneCount).Select(lane => new SwdLink(line, lane, all, ownsWire: false))];
        _causes = new DapException?[_links.Length];
        _lockstep = new SwdLockstep(line, _links);
    }

    /// <summary>Lanes of the wire.</summary>
    public int Count => _links.Length;

    /// <summary>Lanes that are connected and have not failed.</summary>
    public uint Active { get; private set; }

    /// <summary>The single-target view of a lane.</summary>
    public SwdLink Lane(int lane) => _links[lane];

    /// <summary>Why a lane was dropped; null while it is active or was never connected.</summary>
    public DapException? Cause(int lane) => _causes[lane];

    /// <summary>Connects every lane by itself, powers its debug port and sets ORUNDETECT. A lane that cannot be reached is dropped.</summary>
    /// <param name="hertz">Wanted SWCLK.</param>
    /// <param name="powerDeadline">How long a target may take to power up.</param>
    /// <returns>What was found, lane by lane; null where nothing was.</returns>
    public IReadOnlyList<DapIdentity?> Connect(int hertz, TimeSpan powerDeadline)
    {
        DapIdentity?[] found = new DapIdentity?[Count];
        Active = 0;
        Array.Clear(_causes);
        for (int lane = 0; lane < Count; lane++)
        {
            try
            {
                found[lane] = _links[lane].Connect(hertz);
                DebugPortPower.Up(_links[lane], powerDeadline);
                Active |= 1u << lane;
            }
            catch (DapException cause)
            {
                Drop(lane, cause);
            }
        }

        return found;
    }

    /// <summary>Takes a lane out; its line is driven low from now on, which a target reads as idle.</summary>
    public void Drop(int lane, DapException cause)
    {
        Active &= ~(1u << lane);
        _causes[lane] ??= cause;
    }

    /// <summary>Writes the same words on all active lanes. May return before the APs have done the last.</summary>
    /// <returns>The lanes that took every word.</returns>
    public uint WriteAp(byte ap, byte register, params ReadOnlySpan<uint> values) =>
        Select(ap, register) == 0 ? 0 : Keep(_lockstep.Write(Active, SwdRequest.Ap(read: false, register), values, 1));

    /// <summary>Writes words of its own on each active lane: word i of lane n is at i × <see cref="Count"/> + n.</summary>
    /// <returns>The lanes that took every word.</returns>
    public uint WriteApEach(byte ap, byte register, ReadOnlySpan<uint> values) =>
        Select(ap, register) == 0 ? 0 : Keep(_lockstep.Write(Active, SwdRequest.Ap(read: false, register), values, Count));

    /// <summary>Reads the same AP register on all active lanes, once for each word; word i of lane n goes to i × <see cref="Count"/> + n.</summary>
    /// <returns>The lanes whose words are valid.</returns>
    public uint ReadAp(byte ap, byte register, Span<uint> values) =>
        Select(ap, register) == 0 ? 0 : Keep(_lockstep.Read(Active, SwdRequest.Ap(read: true, register), values, Count, 0));

    /// <summary>Returns when every write accepted so far has been done on all lanes still active.</summary>
    /// <returns>Those lanes.</returns>
    public uint Flush()
    {
        Span<uint> values = stackalloc uint[Count];
        return Keep(_lockstep.Read(Active, SwdRequest.ReadRdbuff, values, Count, 0));
    }

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();

    private uint Select(byte ap, byte register)
    {
        uint need = 0, word = 0;
        for (uint rest = Active; rest != 0; rest &= rest - 1)
        {
            int lane = BitOperations.TrailingZeroCount(rest);
            if (_links[lane].SelectFor(ap, register) is not { } select) continue;
            (need, word) = (need | (1u << lane), select);
            _links[lane].Selected(null);
        }

        if (need == 0) return Active;
        uint done = _lockstep.Write(need, SwdRequest.WriteSelect, [word], 1);
        for (uint rest = done; rest != 0; rest &= rest - 1) _links[BitOperations.TrailingZeroCount(rest)].Selected(word);
        return Keep(done | (Active & ~need));
    }

    private uint Keep(uint finished)
    {
        for (uint rest = Active & ~finished; rest != 0; rest &= rest - 1)
        {
            int lane = BitOperations.TrailingZeroCount(rest);
            Drop(lane, _lockstep.Cause(lane)!);
        }

        return Active;
    }
}
