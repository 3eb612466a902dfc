// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Globalization;
using Appliance.Targets.CortexM;

namespace Appliance.Flashing.VendorLoaders;

/// <summary>
/// Calls functions of a loader on the target: arguments in R0 to R3, its data in R9, a breakpoint where it returns to. A call that crashes, hangs,
/// stops elsewhere or overruns its stack is told apart, with all the core can still say.
/// </summary>
/// <remarks>Life cycle: create → <see cref="Upload"/> → <see cref="Begin"/> and <see cref="End"/> in turns. One thread at a time; the core must be halted,
/// the chip just reset.</remarks>
internal sealed class VendorCalls(CortexMCore core, VendorLoader loader, VendorPlace place)
{
    private const uint ThumbState = 1u << 24;

    /// <summary>BKPT #0, twice.</summary>
    private const uint Breakpoint = 0xBE00_BE00;

    /// <summary>Words at the end of the stack that must stay as they are.</summary>
    private const int Guard = 4;

    private const uint GuardWord = 0x5AC3_96E1;

    private static readonly CoreRegister[] Arguments = [CoreRegister.R0, CoreRegister.R1, CoreRegister.R2, CoreRegister.R3];
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMicroseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(2);

    private string _call = "";
    private TimeSpan _begun;

    /// <summary>Brings the loader into RAM and makes sure that it is there.</summary>
    /// <exception cref="FlashException"><see cref="FlashFault.RamBad"/>.</exception>
    public void Upload()
    {
        core.CatchHardFaults(true);
        var guard = new byte[Guard * sizeof(uint)];
        for (var i = 0; i < Guard; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(guard.AsSpan(i * sizeof(uint)), GuardWord);
        core.Memory.Write(place.StackLimit, guard);
        foreach (var segment in loader.Segments)
            Put(segment.Address + place.Moved, Located(segment));
        core.Memory.WriteWord(place.Return, Breakpoint);
    }

    /// <summary>Calls a function and returns while it runs.</summary>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="entry">Where it is, as linked.</param>
    /// <param name="arguments">Up to four.</param>
    public void Begin(string name, uint entry, params ReadOnlySpan<uint> arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
            core.WriteRegister(Arguments[i], arguments[i]);
        core.WriteRegister(CoreRegister.R9, loader.StaticBase + place.Moved);
        core.WriteRegister(CoreRegister.Sp, place.Stack);
        core.WriteRegister(CoreRegister.Lr, place.Return | 1);
        core.WriteRegister(CoreRegister.Pc, entry + place.Moved);
        core.WriteRegister(CoreRegister.Xpsr, ThumbState);
        core.Resume(maskInterrupts: true);
        (_call, _begun) = (name, core.Link.Clock.Now);
    }

    /// <summary>Waits until the function has returned.</summary>
    /// <param name="deadline">On the target's clock, from its call on.</param>
    /// <param name="cancel">Looked at while it waits.</param>
    /// <returns>Its result.</returns>
    /// <exception cref="FlashException"><see cref="FlashFault.LoaderFailed"/>, with PC and fault registers.</exception>
    public uint End(TimeSpan deadline, CancellationToken cancel)
    {
        var clock = core.Link.Clock;
        while (!core.IsHalted)
        {
            cancel.ThrowIfCancellationRequested();
            var waited = clock.Now - _begun;
            if (waited >= deadline)
                throw Hangs(deadline);
            var pause = waited / 8;
            clock.Delay(pause < ShortestPause ? ShortestPause : pause > LongestPause ? LongestPause : pause, cancel);
        }

        if (core.ReadRegister(CoreRegister.Pc) != place.Return)
            throw Crashed();
        CheckStack();
        return core.ReadRegister(CoreRegister.R0);
    }

    /// <summary>Stops the core wherever it is.</summary>
    public void Abandon()
    {
        core.Halt();
        core.CatchHardFaults(false);
    }

    /// <summary>The bytes of a segment with the addresses in them changed to where it lies.</summary>
    private byte[] Located(LoaderSegment segment)
    {
        var bytes = segment.Bytes.ToArray();
        foreach (var at in loader.Moved.Where(word => word >= segment.Address && word + 4L <= segment.Address + (long)bytes.Length))
        {
            var word = bytes.AsSpan((int)(at - segment.Address), sizeof(uint));
            BinaryPrimitives.WriteUInt32LittleEndian(word, unchecked(BinaryPrimitives.ReadUInt32LittleEndian(word) + place.Moved));
        }

        return bytes;
    }

    private void Put(uint address, byte[] bytes)
    {
        core.Memory.Write(address, bytes);
        var seen = new byte[bytes.Length];
        core.Memory.Read(address, seen);
        var same = bytes.AsSpan().CommonPrefixLength(seen);
        if (same == seen.Length)
            return;
        throw new FlashException(
            FlashFault.RamBad, $"The RAM at 0x{address + same:x8} does not hold what was written.", address + (uint)same, $"0x{bytes[same]:x2}", $"0x{seen[same]:x2}");
    }

    private void CheckStack()
    {
        var guard = new byte[Guard * sizeof(uint)];
        core.Memory.Read(place.StackLimit, guard);
        for (var i = 0; i < Guard; i++)
        {
            var seen = BinaryPrimitives.ReadUInt32LittleEndian(guard.AsSpan(i * sizeof(uint)));
            if (seen != GuardWord)
            {
                throw new FlashException(
                    FlashFault.LoaderFailed, $"The loader {loader.File} needed more than the {place.Stack - place.StackLimit} bytes of stack it has, in {_call}.",
                    place.StackLimit, $"0x{GuardWord:x8}", $"0x{seen:x8}");
            }
        }
    }

    private FlashException Crashed()
    {
        var faults = CoreFaults.Read(core);
        var what = faults.Exception == CoreFaults.HardFault ? "crashed" : "stopped where it must not";
        return new FlashException(
            FlashFault.LoaderFailed, $"The loader {loader.File} {what} in {_call}: {faults}.", faults.FaultPc ?? faults.Pc, $"a return to 0x{place.Return:x8}", faults.ToString());
    }

    private FlashException Hangs(TimeSpan deadline)
    {
        core.Halt();
        var faults = CoreFaults.Read(core);
        var limit = deadline.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture);
        return new FlashException(
            FlashFault.LoaderFailed, $"The loader {loader.File} did not come back from {_call} within {limit} ms: {faults}.", faults.Pc, $"a return to 0x{place.Return:x8}",
            faults.ToString());
    }
}
