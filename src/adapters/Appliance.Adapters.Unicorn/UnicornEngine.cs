// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using Appliance.Ports.Cpu;

namespace Appliance.Adapters.Unicorn;

/// <summary>
/// One core of libunicorn. All addresses that are not shared go to the client by callbacks; a callback that ends the run leaves the instruction
/// undone, so that it can be executed again. Exceptions of managed code never pass through the library: they are kept and thrown after it.
/// </summary>
internal sealed class UnicornEngine : ICpuEngine
{
    private const long AddressSpace = 1L << 32;
    private const int Page = 4096;

    /// <summary>No instruction is there: an odd address is never that of one.</summary>
    private const ulong Nowhere = uint.MaxValue;

    /// <summary>EXCP_SWI, EXCP_PREFETCH_ABORT, EXCP_DATA_ABORT and EXCP_BKPT of its ARM core.</summary>
    private const uint Swi = 2, PrefetchAbort = 3, DataAbort = 4, Bkpt = 7;

    private const int RegisterXpsr = 120, FirstGeneral = 66, RegisterLr = 10, RegisterPc = 11, RegisterSp = 12;
    private const uint FlagBits = 0xF800_0000;
    private const int StateWords = 17;

    private readonly ICpuClient _client;
    private readonly UnicornHandle _handle;
    private readonly Delegate[] _kept;
    private readonly nint _read;
    private readonly nint _write;
    private readonly List<GCHandle> _pinned = [];
    private readonly SortedList<uint, byte[]> _shared = [];
    private readonly int[] _state = new int[StateWords];
    private readonly nint _registerList;
    private readonly nint _valueList;
    private bool _mapped;
    private bool _asked;
    private CpuStop? _stop;
    private Exception? _thrown;

    public UnicornEngine(CpuModel model, ICpuClient client)
    {
        _client = client;
        Must(UnicornNative.Open(UnicornNative.ArchArm, UnicornNative.ModeThumb, out var engine), "uc_open");
        _handle = new UnicornHandle(engine);
        Must(UnicornNative.Control(_handle, UnicornNative.ControlCpuModel, ModelNumber(model)), "uc_ctl CPU model");
        UnicornNative.CodeHook code = OnInstruction;
        UnicornNative.InterruptHook interrupt = OnInterrupt;
        UnicornNative.ReadHook read = OnRead;
        UnicornNative.WriteHook write = OnWrite;
        _kept = [code, interrupt, read, write];
        (_read, _write) = (Marshal.GetFunctionPointerForDelegate(read), Marshal.GetFunctionPointerForDelegate(write));
        Must(UnicornNative.AddHook(_handle, out _, UnicornNative.HookCode, Marshal.GetFunctionPointerForDelegate(code), 0, 1, 0), "uc_hook_add");
        Must(UnicornNative.AddHook(_handle, out _, UnicornNative.HookInterrupt, Marshal.GetFunctionPointerForDelegate(interrupt), 0, 1, 0), "uc_hook_add");
        (_registerList, _valueList) = PrepareState();
    }

    /// <inheritdoc/>
    public uint this[int register]
    {
        get
        {
            Must(UnicornNative.ReadRegister(_handle, Number(register), out var value), "uc_reg_read");
            return value;
        }

        set => Must(UnicornNative.WriteRegister(_handle, Number(register), ref value), "uc_reg_write");
    }

    /// <inheritdoc/>
    public uint Flags
    {
        get
        {
            Must(UnicornNative.ReadRegister(_handle, RegisterXpsr, out var value), "uc_reg_read");
            return value & FlagBits;
        }

        set
        {
            var word = value & FlagBits;
            Must(UnicornNative.WriteRegister(_handle, RegisterXpsr, ref word), "uc_reg_write");
        }
    }

    /// <inheritdoc/>
    public void CopyState(Span<uint> state)
    {
        Must(UnicornNative.ReadRegisters(_handle, _registerList, _valueList, StateWords), "uc_reg_read_batch");
        for (var i = 0; i < StateWords; i++)
            state[i] = unchecked((uint)_state[i]);
    }

    /// <inheritdoc/>
    public void Share(uint address, byte[] bytes)
    {
        if (_mapped || address % Page != 0 || bytes.Length % Page != 0)
            throw new ArgumentException("Memory is shared before the first run, in whole pages of 4 KiB.", nameof(bytes));
        _shared.Add(address, bytes);
    }

    /// <inheritdoc/>
    public void ForgetCode()
    {
        if (!_mapped)
            return;
        foreach (var (address, bytes) in _shared)
            Must(UnicornNative.ControlRange(_handle, UnicornNative.ControlForgetCode, address, address + (ulong)bytes.LongLength), "uc_ctl cache");
    }

    /// <inheritdoc/>
    public CpuStop Run()
    {
        if (!_mapped)
            Map();
        (_asked, _stop, _thrown) = (false, null, null);
        var result = UnicornNative.Start(_handle, this[15] | 1, Nowhere, 0, 0);
        if (_thrown is not null)
            throw new CpuEngineException("The simulated chip failed while its core ran.", _thrown);
        if (_stop is { } stop)
            return stop;
        return result switch
        {
            UnicornNative.Ok when _asked => CpuStop.Asked,
            UnicornNative.InvalidInstruction => CpuStop.Undefined,
            UnicornNative.FetchUnmapped or UnicornNative.FetchProtected => CpuStop.FetchFault,
            _ => throw new CpuEngineException($"libunicorn ended a run with error {result} at 0x{this[15]:X8}."),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _handle.Dispose();
        GC.KeepAlive(_kept);
        Unpin();
        GC.SuppressFinalize(this);
    }

    private void Unpin()
    {
        foreach (var pin in _pinned)
            pin.Free();
        _pinned.Clear();
    }

    /// <summary>A board that was dropped without a word takes its pins along; the handle frees itself.</summary>
    ~UnicornEngine() => Unpin();

    /// <summary>Shared memory by pointer, everything between by callbacks.</summary>
    private void Map()
    {
        _mapped = true;
        var next = 0L;
        foreach (var (address, bytes) in _shared)
        {
            MapRest(next, address);
            Must(UnicornNative.MapPointer(_handle, address, (nuint)bytes.Length, UnicornNative.ProtectionAll, Pin(bytes)), "uc_mem_map_ptr");
            next = address + bytes.LongLength;
        }

        MapRest(next, AddressSpace);
    }

    private void MapRest(long begin, long end)
    {
        if (begin < end)
            Must(UnicornNative.MapCallbacks(_handle, (ulong)begin, (nuint)(end - begin), _read, (nint)begin, _write, (nint)begin), "uc_mmio_map");
    }

    private (nint Registers, nint Values) PrepareState()
    {
        int[] numbers = [.. Enumerable.Range(0, StateWords - 1).Select(Number), RegisterXpsr];
        var values = Pin(_state);
        nint[] pointers = [.. Enumerable.Range(0, StateWords).Select(i => values + (i * sizeof(int)))];
        return (Pin(numbers), Pin(pointers));
    }

    private nint Pin(object array)
    {
        var pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        _pinned.Add(pin);
        return pin.AddrOfPinnedObject();
    }

    private void OnInstruction(nint engine, ulong address, uint size, nint user)
    {
        var goOn = false;
        try
        {
            goOn = !_asked && _client.MayExecute((uint)address);
        }
#pragma warning disable CA1031 // Nothing managed may pass through foreign frames; Run throws it afterwards.
        catch (Exception e)
        {
            _thrown ??= e;
        }

        End(engine, goOn);
    }

    private ulong OnRead(nint engine, ulong offset, uint size, nint user)
    {
        var (goOn, value) = (false, 0u);
        try
        {
            goOn = !_asked && _client.TryRead((uint)(user + (long)offset), (int)size, out value);
        }
        catch (Exception e)
        {
            _thrown ??= e;
        }

        End(engine, goOn);
        return value;
    }

    private void OnWrite(nint engine, ulong offset, uint size, ulong value, nint user)
    {
        var goOn = false;
        try
        {
            goOn = !_asked && _client.TryWrite((uint)(user + (long)offset), (int)size, (uint)value);
        }
        catch (Exception e)
        {
            _thrown ??= e;
        }
#pragma warning restore CA1031

        End(engine, goOn);
    }

    private void OnInterrupt(nint engine, uint number, nint user)
    {
        _stop = number switch
        {
            Bkpt => CpuStop.Breakpoint,
            Swi => CpuStop.SupervisorCall,
            PrefetchAbort => CpuStop.FetchFault,
            DataAbort => CpuStop.Unaligned,
            _ => CpuStop.Undefined,
        };
        _ = UnicornNative.Stop(engine);
    }

    /// <summary>After the first "no" of the client, or an exception, nothing more is asked and the run ends.</summary>
    private void End(nint engine, bool goOn)
    {
        if (goOn)
            return;
        _asked = true;
        _ = UnicornNative.Stop(engine);
    }

    private static int ModelNumber(CpuModel model) => model switch
    {
        CpuModel.CortexM0 or CpuModel.CortexM0Plus => 7,
        CpuModel.CortexM3 => 8,
        CpuModel.CortexM4 => 9,
        CpuModel.CortexM7 => 10,
        CpuModel.CortexM33 => 11,
        _ => throw new ArgumentOutOfRangeException(nameof(model), model, "Not a core of libunicorn."),
    };

    private static int Number(int register) => register switch
    {
        >= 0 and <= 12 => FirstGeneral + register,
        13 => RegisterSp,
        14 => RegisterLr,
        15 => RegisterPc,
        _ => throw new ArgumentOutOfRangeException(nameof(register), register, "R0 to R15."),
    };

    private static void Must(int result, string call)
    {
        if (result != UnicornNative.Ok)
            throw new CpuEngineException($"{call} of libunicorn failed with error {result}.");
    }
}
