// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.BootLoaders.Dfu;

/// <summary>bState (DFU 1.1, section 6.1.2).</summary>
internal enum DfuState : byte
{
    AppIdle = 0,
    AppDetach = 1,
    Idle = 2,
    DownloadSync = 3,
    DownloadBusy = 4,
    DownloadIdle = 5,
    ManifestSync = 6,
    Manifest = 7,
    ManifestWaitReset = 8,
    UploadIdle = 9,
    Error = 10,
}

/// <summary>The answer to DFU_GETSTATUS (DFU 1.1, section 6.1.2).</summary>
/// <param name="Status">bStatus; 0 is OK.</param>
/// <param name="PollTimeout">bwPollTimeout: how long the host has to wait before it asks again.</param>
/// <param name="State">bState.</param>
internal readonly record struct DfuStatus(byte Status, TimeSpan PollTimeout, DfuState State)
{
    /// <summary>Bytes of the answer.</summary>
    public const int Bytes = 6;

    /// <summary>errTARGET, errADDRESS, errVENDOR.</summary>
    public const byte ErrorVendor = 0x0B;

    private static readonly string[] Names =
    [
        "OK", "errTARGET", "errFILE", "errWRITE", "errERASE", "errCHECK_ERASED", "errPROG", "errVERIFY", "errADDRESS", "errNOTDONE", "errFIRMWARE", "errVENDOR", "errUSBR",
        "errPOR", "errUNKNOWN", "errSTALLEDPKT",
    ];

    /// <summary>Reads it; null where it is none.</summary>
    public static DfuStatus? Parse(ReadOnlySpan<byte> answer) =>
        answer.Length != Bytes || answer[0] >= Names.Length || answer[4] > (byte)DfuState.Error
            ? null
            : new DfuStatus(answer[0], TimeSpan.FromMilliseconds(answer[1] | (answer[2] << 8) | (answer[3] << 16)), (DfuState)answer[4]);

    /// <inheritdoc/>
    public override string ToString() => $"{Names[Status]} in {State}";
}
