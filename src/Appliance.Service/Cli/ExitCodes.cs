// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Service.Cli;

/// <summary>Exit codes of every command (DESIGN: contracts).</summary>
internal static class ExitCodes
{
    public const int Pass = 0;
    public const int JobFailed = 1;
    public const int BadInput = 2;
    public const int CannotWork = 3;
}
