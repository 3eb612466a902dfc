// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Appliance.Adapters.Sqlite;

/// <summary>Binds the managed side to the system's SQLite, which gets its security fixes from the system.</summary>
internal static class SqliteNative
{
    private static readonly Lazy<bool> Bound = new(Bind);

    /// <summary>Does it once a process.</summary>
    public static void Use() => _ = Bound.Value;

    private static bool Bind()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return true;
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == "e_sqlite3" ? NativeLibrary.Load(SystemName, assembly, path) : IntPtr.Zero;

    private static string SystemName =>
        OperatingSystem.IsWindows() ? "winsqlite3.dll" : OperatingSystem.IsMacOS() ? "libsqlite3.dylib" : "libsqlite3.so.0";
}
