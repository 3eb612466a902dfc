// SPDX-License-Identifier: Apache-2.0
using Appliance.Platform.Files;
using Appliance.Ports.Files;

namespace Appliance.Service.Composition;

/// <summary>The folder of password and certificate, closed to every other account of the machine.</summary>
internal static class AccessFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Opens it, making it where it is missing.</summary>
    /// <exception cref="FileFaultException">The disk refused.</exception>
    public static IDurableFolder Open(ApplianceHome home)
    {
        var folder = new DurableFolder(home.Access);
        if (OperatingSystem.IsWindows())
            return folder;
        try
        {
            // Before anything secret is in it, and again at each start, should somebody have opened it.
            File.SetUnixFileMode(home.Access, OwnerOnly);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new FileFaultException(FileFault.IoError, $"cannot close {home.Access} to other accounts: {refused.Message}", refused);
        }

        return folder;
    }
}
