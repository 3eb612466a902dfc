// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Ports.Files;

namespace Appliance.Service.Web.Access;

/// <summary>Whether the appliance has its engineer's password.</summary>
internal enum PasswordState
{
    /// <summary>None was ever set: the appliance waits for its first set-up.</summary>
    Missing,

    /// <summary>One is set.</summary>
    Set,

    /// <summary>There is a file that cannot be used. Nobody can log in, and the first set-up stays closed.</summary>
    Damaged,
}

/// <summary>The engineer's password in a durable folder; read anew each time, so that <c>appliance password</c> counts at once. Safe from several threads.</summary>
internal sealed class PasswordStore(IDurableFolder folder)
{
    private const string FileName = "password";
    private const int LongestFile = 1024;

    private readonly Lock _lock = new();

    public PasswordState State => Read(out _);

    /// <summary>Names the password that counts now; another password, another stamp. Empty while there is none.</summary>
    public string Stamp => Read(out var hash) == PasswordState.Set ? hash!.ToString() : "";

    /// <summary>Whether it is the password; takes long, by intent.</summary>
    public bool Matches(string password) => Read(out var hash) == PasswordState.Set && hash!.Matches(password);

    /// <summary>Keeps a password in the place of the one before.</summary>
    /// <exception cref="FileFaultException">The disk refused; the one before counts.</exception>
    public void Set(PasswordHash hash)
    {
        lock (_lock)
            folder.Replace(FileName, Encoding.ASCII.GetBytes(hash + "\n"));
    }

    /// <summary>Keeps the first password; false when there is one already.</summary>
    /// <exception cref="FileFaultException">The disk refused.</exception>
    public bool SetFirst(PasswordHash hash)
    {
        lock (_lock)
        {
            if (State != PasswordState.Missing)
                return false;
            folder.Replace(FileName, Encoding.ASCII.GetBytes(hash + "\n"));
            return true;
        }
    }

    private PasswordState Read(out PasswordHash? hash)
    {
        hash = null;
        try
        {
            using var stream = folder.OpenRead(FileName);
            if (stream is null)
                return PasswordState.Missing;
            var bytes = new byte[LongestFile];
            var length = stream.ReadAtLeast(bytes, LongestFile, throwOnEndOfStream: false);
            hash = PasswordHash.Parse(Encoding.ASCII.GetString(bytes, 0, length));
            return hash is null ? PasswordState.Damaged : PasswordState.Set;
        }
        catch (Exception refused) when (refused is IOException or FileFaultException or UnauthorizedAccessException)
        {
            return PasswordState.Damaged;
        }
    }
}
