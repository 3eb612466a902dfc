// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Ports.Usb;
using Appliance.Simulation.Time;
using Appliance.Simulation.Usb;

namespace Appliance.Simulation.BootLoaders;

/// <summary>
/// The DFU boot loader in the ROM of an STM32F105 or F107, request by request, made from AN2662, section 4, and DFU 1.1, annex A. It is stricter than silicon: who asks for the status
/// before the time it named is over has misused it.
/// </summary>
internal sealed class DfuRom(IBootRom rom, SimulatedDfuOptions options, Func<long> now, Action<string> violation) : IUsbFunction
{
    private const byte FromInterface = 0xA1, ToInterface = 0x21;
    private const byte Idle = 2, DownloadSync = 3, Busy = 4, DownloadIdle = 5, ManifestSync = 6, Manifest = 7, UploadIdle = 9, Error = 10;
    private const byte Target = 0x01, Vendor = 0x0B, Stalled = 0x0F;
    private const long PerMillisecond = 1000 * VirtualTime.PerMicrosecond;

    private byte _state = options.Fault == DfuFaults.LeftInError ? Error : Idle;
    private byte _status = options.Fault == DfuFaults.LeftInError ? Stalled : (byte)0;
    private uint _pointer = rom.Flash;
    private long _busyUntil;
    private int _blocks;
    private bool _erased;
    private Func<long?>? _work;

    /// <summary>It jumped to the firmware, or the chip was reset.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Where it jumped to; null while it did not.</summary>
    public uint? Left { get; private set; }

    /// <inheritdoc/>
    public void Reset()
    {
        // The boot loader keeps its state over a reset of the bus; only the chip's own reset starts it anew.
    }

    /// <inheritdoc/>
    public UsbEnd Out(byte endpoint, ReadOnlySpan<byte> data) => UsbEnd.Stall;

    /// <inheritdoc/>
    public UsbReply? In(byte endpoint, int room) => null;

    /// <inheritdoc/>
    public UsbReply Control(UsbSetup setup, int length, ReadOnlySpan<byte> data) => (setup.RequestType, setup.Request) switch
    {
        _ when IsGone => UsbReply.Stalled,
        (ToInterface, 1) => Download(setup.Value, data),
        (FromInterface, 2) => Upload(setup.Value, length),
        (FromInterface, 3) => Status(),
        (ToInterface, 4) => Clear(),
        (FromInterface, 5) => UsbReply.Sent(_state),
        (ToInterface, 6) => Abort(),
        _ => Fail(Stalled),
    };

    private UsbReply Clear()
    {
        if (_state != Error) return Fail(Stalled);
        (_state, _status) = (Idle, 0);
        return UsbReply.Sent();
    }

    private UsbReply Abort()
    {
        if (_state is not (Idle or DownloadSync or DownloadIdle or ManifestSync or UploadIdle)) return Fail(Stalled);
        (_state, _work) = (Idle, null);
        return UsbReply.Sent();
    }

    private UsbReply Download(ushort block, ReadOnlySpan<byte> data)
    {
        if (_state is not (Idle or DownloadIdle) || data.Length > options.TransferSize) return Fail(Stalled);
        if (data.Length == 0)
        {
            _state = ManifestSync;
            return UsbReply.Sent();
        }

        if (block == 1 || (block > 1 && options.Fault == DfuFaults.StallsWrites)) return Fail(Stalled);
        if (block > 1 && options.Fault == DfuFaults.UnpluggedMidProgram && ++_blocks == 3)
        {
            IsGone = true;
            return UsbReply.Stalled;
        }

        _work = block == 0 ? Command(data.ToArray()) : Write(_pointer + ((uint)(block - 2) * (uint)data.Length), data.ToArray());
        _state = DownloadSync;
        return UsbReply.Sent();
    }

    /// <summary>What a command will do; null comes out of it where the chip does not let it.</summary>
    private Func<long?> Command(byte[] command) => (command[0], command.Length) switch
    {
        (0x21, 5) => () => SetPointer(BinaryPrimitives.ReadUInt32LittleEndian(command.AsSpan(1))),
        (0x41, 5) => () => Erase(BinaryPrimitives.ReadUInt32LittleEndian(command.AsSpan(1))),
        (0x41, 1) => () => Erase(null),
        (0x92, 1) => Unprotect,
        _ => () => Refuse(Target),
    };

    private long? SetPointer(uint address)
    {
        Span<byte> any = stackalloc byte[1];
        if (!rom.TryRead(address, any)) return Refuse(Target);
        _pointer = address;
        return 0;
    }

    private long? Erase(uint? address)
    {
        _erased = true;
        if (rom.ReadProtected) return Refuse(Vendor);
        if (options.Fault == DfuFaults.BusyForever) return long.MaxValue / 4;
        if (address is not { } at) return rom.EraseAll();
        var page = (at - (long)rom.Flash) / rom.PageBytes;
        return page >= 0 && page < rom.Pages ? rom.ErasePage((int)page) : Refuse(Target);
    }

    private long? Unprotect()
    {
        var busy = rom.ReadoutUnprotect();
        rom.Reset();
        IsGone = true;
        return busy;
    }

    private Func<long?> Write(uint address, byte[] data) => () =>
    {
        if (rom.ReadProtected) return Refuse(Vendor);
        if (address == rom.OptionBytes && data.Length == 16)
        {
            var busy = rom.WriteOptions(data);
            rom.Reset();
            IsGone = true;
            return busy;
        }

        return data.Length % 4 == 0 && address % 4 == 0 && rom.TryWrite(address, data, out var written) ? written : Refuse(Target);
    };

    private long? Refuse(byte why)
    {
        _status = why;
        return null;
    }

    private UsbReply Upload(ushort block, int length)
    {
        if (_state is not (Idle or UploadIdle) || length > options.TransferSize || block == 1) return Fail(Stalled);
        if (block == 0)
        {
            _state = Idle;
            return UsbReply.Sent(0x00, 0x21, 0x41, 0x92);
        }

        var bytes = new byte[length];
        if (rom.ReadProtected) return Fail(Vendor);
        if (length < 2 || !rom.TryRead(_pointer + ((uint)(block - 2) * (uint)length), bytes)) return Fail(Target);
        _state = UploadIdle;
        return UsbReply.Sent(options.Fault == DfuFaults.ShortUpload ? bytes[..^1] : bytes);
    }

    /// <summary>What was downloaded begins with the first request for the status, and is over with a later one.</summary>
    private UsbReply Status()
    {
        var poll = 0L;
        switch (_state)
        {
            case DownloadSync:
                if (_work!() is { } busy)
                {
                    _busyUntil = now() + busy;
                    poll = busy;
                    _state = Busy;
                }
                else
                {
                    _state = Error;
                }

                break;
            case Busy when now() < _busyUntil:
                if (options.Fault != DfuFaults.BusyForever) violation("the DFU boot loader was asked for its status before the time it named was over");
                poll = Math.Min(_busyUntil - now(), 100 * PerMillisecond);
                break;
            case Busy:
                _state = DownloadIdle;
                break;
            case ManifestSync:
                (_state, Left) = (Manifest, _pointer);
                var last = Told(0);
                IsGone = true;
                return last;
        }

        return Told(Math.Min(poll, 5000 * PerMillisecond));
    }

    private UsbReply Told(long poll)
    {
        var milliseconds = (int)((poll + PerMillisecond - 1) / PerMillisecond);
        var state = _erased && options.Fault == DfuFaults.GarbledStatus ? (byte)0x4D : _state;
        byte[] told = [_status, (byte)milliseconds, (byte)(milliseconds >> 8), (byte)(milliseconds >> 16), state, 0];
        return UsbReply.Sent(_erased && options.Fault == DfuFaults.ShortStatus ? told[..5] : told);
    }

    private UsbReply Fail(byte why)
    {
        (_state, _status) = (Error, why);
        return UsbReply.Stalled;
    }
}
