// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Platform.Wires.Pins;

/// <summary>
/// SWD on pins, whatever block they are of. SWCLK rests high between calls; data changes as it falls; a level is put before its pin becomes an
/// output. With level shifters, a shifter is turned towards the target before its pin drives, and back after it was released: at both moments SWCLK rests.
/// </summary>
internal sealed partial class PinSwdLine<TBlock> : ISwdLine
    where TBlock : struct, IPinBlock
{
    /// <summary>A released line of 100 pF rises through the chip's own pull-up of 50 kΩ in four time constants of 5 µs.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMicroseconds(20);

    private readonly TBlock _block;
    private readonly PinMasks _pins;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<IDisposable> _owned;
    private readonly long _opened;
    private readonly uint _everyLane;
    private uint _driven;
    private int _spins;
    private int _closed;

    /// <summary>Takes the pins: SWCLK low, every lane released, nRESET released.</summary>
    /// <param name="name">What the record calls the wire.</param>
    /// <param name="block">The pins.</param>
    /// <param name="bits">Which of them.</param>
    /// <param name="time">Target time of a real board.</param>
    /// <param name="owned">Disposed with the wire: the mapping, the claim on the lines.</param>
    public PinSwdLine(string name, TBlock block, PinBits bits, TimeProvider time, params IReadOnlyList<IDisposable> owned)
    {
        (Name, _block, _pins, _time, _owned) = (name, block, new PinMasks(bits), time, owned);
        _opened = time.GetTimestamp();
        LaneCount = bits.Swdio.Count;
        _everyLane = uint.MaxValue >> (32 - LaneCount);
        var outputs = _pins.Clock | _pins.Shifters | _pins.Gate;
        _block.Take(_pins.All, _pins.Lanes);
        _block.Put(outputs, 0);
        _block.Drive(outputs);
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public WireFeatures Features =>
        ((_pins.Reset | _pins.Gate) != 0 ? WireFeatures.Reset : 0) | (_pins.Reset != 0 ? WireFeatures.ResetSense : 0)
        | (_pins.Shifters == 0 ? WireFeatures.SampleWhileDriving : 0);

    /// <inheritdoc/>
    public int LaneCount { get; }

    /// <inheritdoc/>
    public long Cycles { get; private set; }

    /// <inheritdoc/>
    public TimeSpan Now => _time.GetElapsedTime(_opened);

    /// <inheritdoc/>
    public void Delay(TimeSpan time, CancellationToken cancel) => WireRest.Pass(_time, time, cancel);

    /// <summary>Pulls nRESET of all boards when any lane is asked for: they share one line.</summary>
    public void DriveReset(uint lanes)
    {
        var low = (lanes & _everyLane) != 0;
        if (_pins.Gate != 0)
        {
            _block.Put(low ? 0 : _pins.Gate, low ? _pins.Gate : 0);
        }
        else if (_pins.Reset == 0)
        {
            throw new WireException(Name, "nRESET is not wired");
        }
        else if (low)
        {
            _block.Put(_pins.Reset, 0);
            _block.Drive(_pins.Reset);
        }
        else
        {
            _block.Release(_pins.Reset);
        }
    }

    /// <inheritdoc/>
    public uint SampleReset()
    {
        if (_pins.Reset == 0) throw new WireException(Name, "nRESET cannot be read: it is not wired to a pin");
        return (_block.Level() & _pins.Reset) == 0 ? _everyLane : 0;
    }

    /// <inheritdoc/>
    public uint SampleDriven(bool high)
    {
        if (_pins.Shifters != 0) throw new WireException(Name, "what a level shifter drives cannot be read back");
        var levels = high ? _pins.Lanes : 0;
        Turn(_pins.Lanes, levels);
        _block.Put(_pins.Lanes & ~levels, levels);
        WireRest.Pass(_time, Settling, CancellationToken.None);
        return _pins.Plane(_block.Level());
    }

    /// <inheritdoc/>
    public uint SampleReleased()
    {
        Turn(0, 0);
        WireRest.Pass(_time, Settling, CancellationToken.None);
        return _pins.Plane(_block.Level());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0) return;
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        _block.Release(_pins.All & ~_pins.Clock);
        _block.Release(_pins.Clock);
        foreach (var part in _owned) part.Dispose();
    }

    /// <summary>The process ends in the middle of a job: the pins must not go on driving a board.</summary>
    private void OnExit(object? sender, EventArgs arguments) => Dispose();
}
