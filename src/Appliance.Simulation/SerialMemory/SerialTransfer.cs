// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation.SerialMemory;

/// <summary>
/// One transfer between a controller and its memory, on target time: header, then data through a FIFO of 32 bytes. Data come and go at the pace of the clock; a
/// FIFO that runs full while reading does not stop the clock here, which only a reader slower than the lines could see.
/// </summary>
internal sealed class SerialTransfer
{
    private const int FifoBytes = 32;
    private readonly NorFlash _memory;
    private readonly Agenda _agenda;
    private readonly AgendaEntry _end;
    private readonly Queue<long> _leaving = [];
    private byte[] _arrived = [];
    private long _arrivedFrom;
    private long _dataFrom;
    private long _byteTime;
    private long _length;
    private long _taken;
    private long _lastOut;
    private bool _writes;
    private long _swap;

    public SerialTransfer(NorFlash memory, Agenda agenda)
    {
        (_memory, _agenda) = (memory, agenda);
        _end = agenda.Add(Finish);
    }

    /// <summary>Called when all has gone over the lines.</summary>
    public Action? Done { get; set; }

    /// <summary>nCS is low, or data wait to be read.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Bytes in the FIFO.</summary>
    public int Level => !IsActive ? 0 : _writes ? Waiting() : (int)Math.Clamp(Arrived - _taken, 0, FifoBytes);

    /// <summary>Begins.</summary>
    /// <param name="frame">The command.</param>
    /// <param name="length">Bytes of data; 0 for none.</param>
    /// <param name="writes">Data go to the memory.</param>
    /// <param name="period">Picoseconds of a clock on the lines.</param>
    /// <param name="swapped">The two bytes of each pair come in the wrong order.</param>
    public void Begin(in SerialFrame frame, long length, bool writes, long period, bool swapped = false)
    {
        (IsActive, _length, _writes, _taken, _swap) = (true, length, writes, 0, swapped ? 1 : 0);
        _byteTime = period * 8 / Math.Max(1, frame.DataPhase.Lines) / (frame.DataPhase.Doubled ? 2 : 1);
        _dataFrom = _lastOut = _agenda.Now + (frame.Clocks * period);
        _leaving.Clear();
        _arrived = [];
        _memory.Select(frame);
        if (length == 0 || !writes)
            _end.At = _dataFrom + (length * _byteTime);
    }

    /// <summary>Until when the register of the data holds the bus.</summary>
    public long HeldUntil(int size, bool writes)
    {
        if (!IsActive || writes != _writes)
            return 0;
        if (!writes)
            return _dataFrom + (Math.Min(_taken + size, _length) * _byteTime);
        var tooMany = Waiting() + size - FifoBytes;
        return tooMany > 0 ? _leaving.ElementAt(tooMany - 1) : 0;
    }

    /// <summary>Takes bytes out; null where there are none left.</summary>
    public uint? Take(int size)
    {
        if (!IsActive || _writes || _taken >= _length)
            return null;
        var value = 0u;
        for (var i = 0; i < size && _taken < _length; i++)
            value |= (uint)Arriving(_taken++) << (8 * i);
        if (_taken == _length && _agenda.Now >= _dataFrom + (_length * _byteTime))
            IsActive = false;
        return value;
    }

    /// <summary>Puts bytes in; false where no more are wanted.</summary>
    public bool Put(uint value, int size)
    {
        if (!IsActive || !_writes || _taken >= _length)
            return false;
        for (var i = 0; i < size && _taken < _length; i++, _taken++)
        {
            _lastOut = Math.Max(_lastOut, _agenda.Now) + _byteTime;
            _leaving.Enqueue(_lastOut);
            _memory.Write((byte)(value >> (8 * i)), _swap);
        }

        if (_taken == _length)
            _end.At = _lastOut;
        return true;
    }

    /// <summary>nCS rises, whatever was under way.</summary>
    public void Abort()
    {
        if (!IsActive)
            return;
        IsActive = false;
        _end.At = AgendaEntry.Never;
        _memory.Deselect();
    }

    private long Arrived => Math.Clamp((_agenda.Now - _dataFrom) / _byteTime, 0, _length);

    private int Waiting()
    {
        while (_leaving.TryPeek(out var out1) && out1 <= _agenda.Now)
            _leaving.Dequeue();
        return _leaving.Count;
    }

    private byte Arriving(long index) => _arrived.Length > 0 ? _arrived[index - _arrivedFrom] : _memory.Read(index ^ _swap);

    private void Finish()
    {
        if (!_writes && _taken < _length)
        {
            // What was not taken yet stays in the FIFO when nCS rises.
            (_arrived, _arrivedFrom) = (new byte[_length - _taken], _taken);
            for (var i = 0; i < _arrived.Length; i++)
                _arrived[i] = _memory.Read((_taken + i) ^ _swap);
        }

        _memory.Deselect();
        if (_writes || _taken >= _length)
            IsActive = false;
        Done?.Invoke();
    }
}
