// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Files;

namespace Appliance.Jobs.Records;

/// <summary>From what a disk says to why nothing can be recorded.</summary>
internal static class RecordFaults
{
    // errno of Linux, asm-generic/errno-base.h and errno.h; .NET carries it as HResult of an IOException it has no type for.
    private const int Enospc = 28;
    private const int Erofs = 30;
    private const int Edquot = 122;

    /// <summary>A disk refused. Anything else that comes out of a disk is no answer of a disk, and is handed on as it is.</summary>
    public static bool IsDisk(Exception error) => error is IOException or UnauthorizedAccessException;

    public static RecordException From(Exception error, string doing) => error as RecordException ?? new RecordException(
        Cause(error), $"{doing}: {error.Message}", inner: error);

    private static RecordCause Cause(Exception error) => error switch
    {
        FileFaultException { Fault: FileFault.DiskFull } => RecordCause.DiskFull,
        FileFaultException { Fault: FileFault.ReadOnly } => RecordCause.ReadOnly,
        FileFaultException { Fault: FileFault.InUse } => RecordCause.Locked,
        IOException { HResult: Enospc or Edquot } => RecordCause.DiskFull,
        IOException { HResult: Erofs } => RecordCause.ReadOnly,
        UnauthorizedAccessException => RecordCause.ReadOnly,
        _ => RecordCause.IoError,
    };
}
