// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Flashing;
using Appliance.Flashing.BootLoaders;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Fus;
using Appliance.Jobs.Serials;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Targets;

namespace Appliance.Jobs.Outcomes;

/// <summary>The one place where the exceptions of the rooms below become causes of the catalogue.</summary>
public static class OutcomeTranslator
{
    /// <summary>Makes the error of a job.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="stage">The stage it was thrown in.</param>
    public static JobError Translate(Exception exception, JobStage stage) => exception switch
    {
        JobFailure failure => new JobError(failure.Entry, stage, failure.Expected, failure.Actual, failure.Message),
        FlashException flash => FromFlash(flash, stage),
        TargetException target => FromTarget(target, stage),
        DapException dap => FromDap(dap, stage, ""),
        BootLoaderException boot => FromBootLoader(boot, stage),
        WireException wire => new JobError(
            stage <= JobStage.Probe ? Catalogue.ProbeUnavailable : Catalogue.ProbeLost, stage, "an open connection to the probe", "none", wire.Message),
        FusException fus => FromFus(fus, stage),
        SerialException serial => FromSerial(serial, stage),
        FirmwareException firmware => new JobError(Catalogue.FirmwareInvalid, stage, firmware.Expected, firmware.Found, firmware.Message),
        _ => new JobError(Catalogue.Internal, stage, "", exception.GetType().Name, exception.Message),
    };

    private static JobError FromSerial(SerialException serial, JobStage stage)
    {
        var entry = serial.Cause switch
        {
            SerialCause.Exhausted => Catalogue.SerialsUsedUp,
            SerialCause.ListUsedUp => Catalogue.SerialListUsedUp,
            SerialCause.LimitReached => Catalogue.LimitReached,
            SerialCause.AlreadyDone => Catalogue.AlreadyDone,
            SerialCause.Busy => Catalogue.SerialBusy,
            SerialCause.NotGiven => Catalogue.SerialNotGiven,
            SerialCause.Malformed or SerialCause.OutOfRange => Catalogue.SerialOutOfRange,
            _ => Catalogue.Internal,
        };
        return new JobError(entry, stage, "", "", serial.Message);
    }

    private static JobError FromFus(FusException fus, JobStage stage)
    {
        var entry = fus.Fault switch
        {
            FusFault.Refused => Catalogue.FusRefused,
            FusFault.NoAnswer => Catalogue.FusSilent,
            FusFault.ImageRejected => Catalogue.FusImageRejected,
            FusFault.Aborted => Catalogue.FusGaveUp,
            FusFault.Late => Catalogue.FusLate,
            FusFault.TooManyResets => Catalogue.FusResets,
            FusFault.NotThere => Catalogue.FusNotThere,
            FusFault.OptionBytes => Catalogue.FusOptions,
            FusFault.Lost => Catalogue.FusLost,
            FusFault.CommandRefused => Catalogue.FusCommandRefused,
            _ => Catalogue.Internal,
        };
        return new JobError(entry, stage, fus.Expected, fus.Actual, fus.Message);
    }

    private static JobError FromFlash(FlashException flash, JobStage stage)
    {
        if (flash.InnerException is DapException { TargetRefused: false } lost) return FromDap(lost, stage, flash.Message);
        if (flash.InnerException is WireException wire) return Translate(wire, stage);
        var entry = flash.Fault switch
        {
            FlashFault.NotUnlocked => Catalogue.FlashLocked,
            FlashFault.EraseTimeout => Catalogue.EraseTimeout,
            FlashFault.EraseError => Catalogue.EraseError,
            FlashFault.NotBlank => Catalogue.NotBlank,
            FlashFault.ProgramTimeout => Catalogue.ProgramTimeout,
            FlashFault.ProgramError => Catalogue.ProgramError,
            FlashFault.WriteProtected => Catalogue.WriteProtected,
            FlashFault.LoaderTooBig => Catalogue.LoaderTooBig,
            FlashFault.EccError => Catalogue.EccError,
            FlashFault.CopyProtected => Catalogue.CopyProtected,
            FlashFault.OptionMismatch => Catalogue.OptionsNotStored,
            FlashFault.OptionError => Catalogue.OptionsDamaged,
            FlashFault.VerifyMismatch => Catalogue.VerifyMismatch,
            FlashFault.ImageOutside => Catalogue.ImageOutside,
            FlashFault.LoaderFailed => Catalogue.LoaderFailed,
            FlashFault.RamBad => Catalogue.RamBad,
            FlashFault.Unsupported => Catalogue.Unsupported,
            _ => Catalogue.Internal,
        };
        return new JobError(entry, stage, flash.Expected ?? "", flash.Actual ?? "", At(flash.Address, flash.Message));
    }

    private static JobError FromTarget(TargetException target, JobStage stage)
    {
        var entry = target.Fault switch
        {
            TargetFault.MemoryFault => Catalogue.MemoryRefused,
            TargetFault.MemoryStalled => Catalogue.WaitForever,
            TargetFault.NoHalt or TargetFault.NoReset or TargetFault.NoRegister => Catalogue.CoreNotHalting,
            TargetFault.ResetLoop => Catalogue.ResetLoop,
            TargetFault.UnexpectedReset => Catalogue.UnexpectedReset,
            TargetFault.SupplySag => Catalogue.SupplySag,
            TargetFault.ResetNotConnected => Catalogue.ResetNotConnected,
            TargetFault.Asleep => Catalogue.Asleep,
            TargetFault.NoCore => Catalogue.NoCore,
            TargetFault.WrongChip => Catalogue.WrongChip,
            TargetFault.UnknownChip => Catalogue.UnknownChip,
            TargetFault.ReadProtected => Catalogue.ReadProtected,
            TargetFault.Sealed => Catalogue.Sealed,
            _ => Catalogue.Internal,
        };
        return new JobError(entry, stage, target.Expected ?? "", target.Actual ?? "", At(target.Address, target.Message));
    }

    private static JobError FromBootLoader(BootLoaderException boot, JobStage stage)
    {
        var entry = boot.Fault switch
        {
            BootFault.NoAnswer => stage > JobStage.Connect ? Catalogue.TargetLost : Catalogue.BootLoaderSilent,
            BootFault.Garbled => Catalogue.BadSignal,
            BootFault.Refused => Catalogue.BootLoaderRefused,
            BootFault.ReadProtected => Catalogue.ReadProtected,
            _ => Catalogue.Internal,
        };
        return new JobError(entry, stage, boot.Expected ?? "", boot.Actual ?? "", At(boot.Address, boot.Message));
    }

    private static JobError FromDap(DapException dap, JobStage stage, string context)
    {
        var reached = stage > JobStage.Connect;
        var entry = dap.Fault switch
        {
            DapFault.NoAnswer => reached ? Catalogue.TargetLost : Catalogue.NoTarget,
            DapFault.StuckLow => Catalogue.SwdioStuckLow,
            DapFault.StuckHigh => Catalogue.SwdioStuckHigh,
            DapFault.ResetStuckLow => Catalogue.ResetStuckLow,
            DapFault.WaitForever => Catalogue.WaitForever,
            DapFault.Fault => Catalogue.MemoryRefused,
            DapFault.Parity or DapFault.Protocol => Catalogue.BadSignal,
            DapFault.Identity => reached ? Catalogue.TargetLost : Catalogue.BadSignal,
            DapFault.PowerUp => Catalogue.PowerUpRefused,
            DapFault.Lost => Catalogue.TargetLost,
            _ => Catalogue.Internal,
        };
        var (expected, actual) = Signs(dap);
        return new JobError(entry, stage, expected, actual, context.Length == 0 ? dap.Message : $"{context} ({dap.Message})");
    }

    /// <summary>What a good line shows, and what this one showed.</summary>
    private static (string Expected, string Actual) Signs(DapException dap) => dap.Fault switch
    {
        DapFault.NoAnswer => ("an acknowledge", "none: the line stays high"),
        DapFault.StuckLow => ("SWDIO follows its driver", "SWDIO stays low"),
        DapFault.StuckHigh => ("SWDIO follows its driver", "SWDIO stays high"),
        DapFault.ResetStuckLow => ("nRESET high when nobody here pulls it", "nRESET low"),
        DapFault.WaitForever => ("OK before the deadline", "WAIT"),
        DapFault.Fault => ("no sticky error", dap.CtrlStat is { } flags ? $"CTRL/STAT 0x{flags:x8}" : "FAULT"),
        DapFault.Parity => ("right parity", "wrong parity after every repeat"),
        DapFault.Protocol => ("OK, WAIT or FAULT", "another acknowledge"),
        DapFault.Identity => ("the DPIDR of this target", "another word"),
        DapFault.PowerUp => ("debug power acknowledged", "not acknowledged"),
        _ => ("the debug port as it was left", "reset, or without power"),
    };

    private static string At(uint? address, string message) => address is { } at && !message.Contains("0x", StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"{message} (at 0x{at:x8})")
        : message;
}

/// <summary>A failure the jobs room finds itself, already with its cause.</summary>
/// <param name="entry">The cause.</param>
/// <param name="message">Facts in words.</param>
/// <param name="expected">What had to be.</param>
/// <param name="actual">What was seen.</param>
/// <param name="inner">The error below.</param>
public sealed class JobFailure(CatalogueEntry entry, string message, string expected = "", string actual = "", Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The cause.</summary>
    public CatalogueEntry Entry { get; } = entry;

    /// <summary>What had to be.</summary>
    public string Expected { get; } = expected;

    /// <summary>What was seen.</summary>
    public string Actual { get; } = actual;
}
