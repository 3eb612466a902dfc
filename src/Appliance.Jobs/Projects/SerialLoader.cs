// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Flashing;
using Appliance.Flashing.Firmware;
using Appliance.Jobs.Running;
using Appliance.Jobs.Serials;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>From the keys of a project and the files they name to a <see cref="SerialPlan"/>.</summary>
internal static class SerialLoader
{
    /// <summary>The plan, or null with a problem; null without one where the project has no serials.</summary>
    public static SerialPlan? Load(LoadedProject loaded, ProblemList problems)
    {
        if (loaded.Project.Serials is not { } settings)
            return null;
        try
        {
            return Make(loaded, settings);
        }
        catch (SerialException e)
        {
            problems.Add(ProblemCode.BadSerials, loaded.Places.Of(KeyOf(settings)), Sentence(e.Message));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add((e as SourceException)?.Code ?? ProblemCode.Unreadable, loaded.Places.Of(KeyOf(settings)), e.Message);
        }

        return null;
    }

    /// <summary>
    /// The job for the first board, proving on the way that the bytes of every board have flash under them: those of a patch file may go anywhere.
    /// </summary>
    public static PreparedJob? First(PreparedJob job, LoadedProject loaded, ProblemList problems)
    {
        var place = loaded.Places.Of(KeyOf(loaded.Project.Serials!));
        try
        {
            foreach (var patch in Boards(job.Serials!).SelectMany(serial => serial.Patches))
            {
                if (!job.Chip.Flash.Any(bank => patch.Address >= bank.Start && patch.Address + (long)(patch.Bytes.Length / 2) <= bank.Start + (long)bank.Size))
                {
                    problems.Add(ProblemCode.ImageOutside, place, FormattableString.Invariant($"{patch.Bytes.Length / 2} bytes at 0x{patch.Address:X8} are not in the flash of {job.Chip.Name}."));
                    return null;
                }
            }

            return job.With(job.Serials!.First());
        }
        catch (Exception e) when (e is SerialException or FlashException or FirmwareException)
        {
            problems.Add(ProblemCode.BadSerials, place, Sentence(e.Message));
            return null;
        }
    }

    /// <summary>Every board of a file; of a range, where the addresses are the same for all, the first and the last.</summary>
    private static IEnumerable<SerialValue> Boards(SerialPlan plan)
    {
        var range = plan.Format.Range;
        if (!plan.IsList)
            return [plan.Format.Make(range.First), plan.Format.Make(range.First + ((range.Last - range.First) / range.Step * range.Step))];
        return Enumerable.Range(0, (int)((range.Last - range.First) / range.Step) + 1).Select(board => plan.Format.Make(range.First + ((UInt128)board * range.Step)));
    }

    private static SerialPlan Make(LoadedProject loaded, SerialSettings settings)
    {
        var format = Format(loaded, settings);
        var patches = settings.PatchFile is { } file ? PatchList.Read(file, Read(loaded, file)) : null;
        var both = (format, patches) switch
        {
            (null, null) => new CountFormat(),
            (null, { } alone) => alone,
            ({ } alone, null) => alone,
            ({ } serials, { } more) => new PatchedFormat(serials, more),
        };
        return new SerialPlan(
            settings.Ledger.Length > 0 ? settings.Ledger : loaded.Project.Name, both, settings.Seen, settings.Limit,
            settings.CounterFile is { } counter ? CounterFile.ReadSerial(counter, Read(loaded, counter)) : null, settings.CounterFile ?? "",
            settings.CountdownFile is { } countdown ? CounterFile.ReadCountdown(countdown, Read(loaded, countdown)) : null, settings.CountdownFile ?? "",
            settings.Kind == SerialKind.List || patches is not null);
    }

    private static ISerialFormat? Format(LoadedProject loaded, SerialSettings settings) => settings.Kind switch
    {
        SerialKind.None => null,
        SerialKind.Text => new TextFormat(Range(settings), settings.Address, settings.Length, settings.Template),
        SerialKind.Number or SerialKind.Bcd => new NumberFormat(
            Range(settings), settings.Address, settings.Length, settings.Order ?? SerialOrder.LittleEndian, settings.Kind == SerialKind.Bcd),
        SerialKind.Mac => new MacFormat(settings.First, settings.Last, Number("step", settings.Step), settings.Address, settings.Order ?? SerialOrder.BigEndian),
        SerialKind.Uuid => new UuidFormat(settings.Base, Range(settings), settings.Address, settings.Order ?? SerialOrder.BigEndian),
        SerialKind.List => SerialList.Read(settings.ListFile!, Read(loaded, settings.ListFile!), settings.Address, settings.Length),
        _ => throw new ArgumentOutOfRangeException(nameof(settings)),
    };

    private static SerialRange Range(SerialSettings settings) =>
        new(Number("first", settings.First), Number("last", settings.Last), Number("step", settings.Step));

    private static UInt128 Number(string key, string text)
    {
        var hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return UInt128.TryParse(hex ? text[2..] : text, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw SerialBytes.Bad($"\"{key}\" is a whole number, decimal or 0x…, not \"{MapReader.Shorten(text)}\"");
    }

    private static byte[] Read(LoadedProject loaded, string path)
    {
        var file = loaded.Project.SideFiles.First(side => side.Path == path);
        if (file.Length > SerialFileText.MaxBytes)
            throw SerialBytes.Bad(FormattableString.Invariant($"{path} is larger than {SerialFileText.MaxBytes} bytes"));
        using var stream = new VerifiedStream(loaded.Source.Open(path));
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return stream.Finish(file.Sha256) ? bytes.ToArray() : throw SerialBytes.Bad($"{path} changed while it was checked; try again");
    }

    private static string KeyOf(SerialSettings settings) =>
        settings.Kind != SerialKind.None ? "serial" : settings.PatchFile is not null ? "patches" : "limit";

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + (text.EndsWith('.') ? "" : ".");
}
