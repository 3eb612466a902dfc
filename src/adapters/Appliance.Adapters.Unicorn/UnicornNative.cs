// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace Appliance.Adapters.Unicorn;

/// <summary>The calls of libunicorn 2 that are used (unicorn.h and arm.h of 2.0.1). Results are <c>uc_err</c>: 0 is success.</summary>
internal static partial class UnicornNative
{
    public const string Library = "libunicorn.so.2";

    /// <summary>UC_ARCH_ARM.</summary>
    public const int ArchArm = 1;

    /// <summary>UC_MODE_THUMB. UC_MODE_MCLASS would make every core a Cortex-M33, whatever model is set afterwards.</summary>
    public const int ModeThumb = 1 << 4;

    /// <summary>UC_CTL_CPU_MODEL with one argument, written: type, count in bits 29:26, UC_CTL_IO_WRITE in bits 31:30.</summary>
    public const int ControlCpuModel = 7 | (1 << 26) | (1 << 30);

    /// <summary>UC_CTL_TB_REMOVE_CACHE with two arguments, written: forgets translated code of a range. (UC_CTL_TB_FLUSH takes half a second.)
    /// </summary>
    public const int ControlForgetCode = 9 | (2 << 26) | (1 << 30);

    /// <summary>UC_HOOK_INTR.</summary>
    public const int HookInterrupt = 1 << 0;

    /// <summary>UC_HOOK_CODE.</summary>
    public const int HookCode = 1 << 2;

    /// <summary>UC_PROT_ALL.</summary>
    public const uint ProtectionAll = 7;

    /// <summary>UC_ERR_OK.</summary>
    public const int Ok = 0;

    /// <summary>UC_ERR_FETCH_UNMAPPED.</summary>
    public const int FetchUnmapped = 8;

    /// <summary>UC_ERR_INSN_INVALID.</summary>
    public const int InvalidInstruction = 10;

    /// <summary>UC_ERR_FETCH_PROT: memory that is not shared cannot be executed from.</summary>
    public const int FetchProtected = 14;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate void CodeHook(nint engine, ulong address, uint size, nint user);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate void InterruptHook(nint engine, uint number, nint user);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate ulong ReadHook(nint engine, ulong offset, uint size, nint user);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate void WriteHook(nint engine, ulong offset, uint size, ulong value, nint user);

    [LibraryImport(Library, EntryPoint = "uc_version")]
    public static partial uint Version(out uint major, out uint minor);

    [LibraryImport(Library, EntryPoint = "uc_open")]
    public static partial int Open(int architecture, int mode, out nint engine);

    [LibraryImport(Library, EntryPoint = "uc_close")]
    public static partial int Close(nint engine);

    /// <summary>Variadic in C; on the ABIs of Linux for x64 and arm64 the arguments travel as here.</summary>
    [LibraryImport(Library, EntryPoint = "uc_ctl")]
    public static partial int Control(UnicornHandle engine, int control, int argument);

    [LibraryImport(Library, EntryPoint = "uc_ctl")]
    public static partial int ControlRange(UnicornHandle engine, int control, ulong begin, ulong end);

    [LibraryImport(Library, EntryPoint = "uc_mem_map_ptr")]
    public static partial int MapPointer(UnicornHandle engine, ulong address, nuint size, uint protection, nint memory);

    [LibraryImport(Library, EntryPoint = "uc_mmio_map")]
    public static partial int MapCallbacks(UnicornHandle engine, ulong address, nuint size, nint read, nint readUser, nint write, nint writeUser);

    /// <summary>Variadic in C, for a kind of hook that is not used here. A range that ends before it begins means everywhere.</summary>
    [LibraryImport(Library, EntryPoint = "uc_hook_add")]
    public static partial int AddHook(UnicornHandle engine, out nint hook, int type, nint callback, nint user, ulong begin, ulong end);

    [LibraryImport(Library, EntryPoint = "uc_reg_read")]
    public static partial int ReadRegister(UnicornHandle engine, int register, out uint value);

    [LibraryImport(Library, EntryPoint = "uc_reg_write")]
    public static partial int WriteRegister(UnicornHandle engine, int register, ref uint value);

    [LibraryImport(Library, EntryPoint = "uc_reg_read_batch")]
    public static partial int ReadRegisters(UnicornHandle engine, nint registers, nint values, int count);

    [LibraryImport(Library, EntryPoint = "uc_emu_start")]
    public static partial int Start(UnicornHandle engine, ulong begin, ulong until, ulong timeout, nuint count);

    [LibraryImport(Library, EntryPoint = "uc_emu_stop")]
    public static partial int Stop(nint engine);
}

/// <summary>Owns one engine.</summary>
internal sealed class UnicornHandle : SafeHandle
{
    public UnicornHandle(nint engine)
        : base(0, true) => SetHandle(engine);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => UnicornNative.Close(handle) == UnicornNative.Ok;
}
