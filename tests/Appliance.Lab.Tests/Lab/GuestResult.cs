// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace Appliance.Lab.Tests.Lab;

/// <summary>How a command in the guest ended.</summary>
/// <param name="Command">What was run.</param>
/// <param name="ExitCode">Its exit code; 124 or 137 when its time was up.</param>
/// <param name="OutputBytes">Standard output.</param>
/// <param name="ErrorBytes">Standard error.</param>
public sealed record GuestResult(string Command, int ExitCode, byte[] OutputBytes, byte[] ErrorBytes)
{
    /// <summary>Standard output as text.</summary>
    public string Output => Encoding.UTF8.GetString(OutputBytes);

    /// <summary>Standard error as text.</summary>
    public string Error => Encoding.UTF8.GetString(ErrorBytes);
}
