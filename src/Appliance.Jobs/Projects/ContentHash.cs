// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Appliance.Flashing.Fus.Operations;

namespace Appliance.Jobs.Projects;

/// <summary>
/// The content hash of a project: SHA-256 over one line a value, in a fixed order and form, defaults written out, so that packing, comments and
/// spelling do not count. A key added later is written only where it differs from its default, so that old projects keep their hash.
/// </summary>
internal static class ContentHash
{
    public static string Of(Project project)
    {
        return Hex(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(project))));
    }

    public static string Hex(byte[] digest)
    {
        return Convert.ToHexStringLower(digest);
    }

    internal static string Canonical(Project project)
    {
        var text = new StringBuilder("appliance project 1\n");
        Line(text, "name", PathRules.Compose(project.Name));
        Line(text, "revision", PathRules.Compose(project.Revision));
        Line(text, "target", project.Target);
        foreach (var file in project.Files)
            Line(text, "file", File(file));
        Line(text, "erase", ProjectWords.Erase.Of(project.Erase));
        Line(text, "verify", ProjectWords.Verify.Of(project.Verify));
        Line(text, "reset", ProjectWords.Reset.Of(project.Reset));
        Line(text, "swclk-hz", Number(project.SwclkHz));
        Line(text, "connect", ProjectWords.Connect.Of(project.Connect));
        Line(text, "job-limit-ms", Number((long)project.JobLimit.TotalMilliseconds));
        Line(text, "connect-limit-ms", Number((long)project.ConnectLimit.TotalMilliseconds));
        Line(text, "retries", Number(project.Retries));
        if (project.Barcode is { } barcode) Line(text, "barcode", barcode);
        if (project.Power != PowerPolicy.Default)
            Line(text, "power", Power(project.Power));
        foreach (var range in project.Keep)
            Line(text, "keep", $"0x{range.First:x8} 0x{range.Last:x8}");
        foreach (var (name, value) in project.Options)
            Line(text, "option", $"{name} {value}");
        foreach (var name in project.Irreversible)
            Line(text, "irreversible", name);
        if (project.Unlock)
            Line(text, "unlock", "true");
        if (project.Serials is { } serials)
            Serials(text, serials, project.SideFiles);
        if (project.Coprocessor is { } coprocessor)
            Coprocessor(text, coprocessor, project.SideFiles);
        foreach (var loader in project.Loaders)
            Line(text, "loader", $"{File(Side(project.SideFiles, loader.Path))} {loader.Algorithm ?? "-"}");
        return text.ToString();
    }

    private static string Power(PowerPolicy power)
    {
        return $"{ProjectWords.Supply.Of(power.Supply)} {Number((long)power.Settle.TotalMilliseconds)} {Number(power.MinimumMillivolts)} {Number(power.MaximumMillivolts)}";
    }

    private static void Serials(StringBuilder text, SerialSettings serials, IReadOnlyList<ProjectFile> files)
    {
        Line(text, "serial", string.Join(
            '|', serials.Kind.ToString().ToLowerInvariant(), serials.Ledger, $"0x{serials.Address:x8}", Number(serials.Length), serials.Template, serials.Base,
            serials.First, serials.Last, serials.Step, serials.Order?.ToString() ?? "-", serials.Seen, serials.Limit is { } limit ? Number(limit) : "-"));
        foreach (var (key, path) in serials.Files)
            Line(text, key + "-file", File(Side(files, path)));
    }

    private static void Coprocessor(StringBuilder text, CoprocessorSettings settings, IReadOnlyList<ProjectFile> files)
    {
        Line(text, "coprocessor", string.Join(
            '|', settings.Address is { } address ? $"0x{address:x8}" : "-", ProjectWords.Pairing.Of(settings.Pairing), ProjectWords.CoprocessorStarts.Of(settings.Start),
            ProjectWords.Images.Of(settings.Images)));
        foreach (var path in settings.Fus)
            Line(text, "fus-file", File(Side(files, path)));
        if (settings.Stack is { } stack)
            Line(text, "stack-file", File(Side(files, stack)));
        if (settings.Safeboot is { } safeboot)
            Line(text, "safeboot-file", File(Side(files, safeboot)));
        if (settings.MasterKey is { } master)
            Line(text, "master-key-file", File(Side(files, master)));
        foreach (var path in settings.UserKeys)
            Line(text, "user-key-file", File(Side(files, path)));
        foreach (var path in settings.EncryptedKeys)
            Line(text, "encrypted-key-file", File(Side(files, path)));
        if (settings.CustomerKey is { } customer)
            Line(text, "customer-key-file", File(Side(files, customer)));
        if (settings.LockCustomerKey || settings.AntiRollback || settings.Irreversible != FusFinal.None)
            Line(text, "coprocessor-final", $"{settings.LockCustomerKey} {settings.AntiRollback} {settings.Irreversible}");
    }

    private static ProjectFile Side(IReadOnlyList<ProjectFile> files, string path) =>
        files.FirstOrDefault(file => file.Path == path) ?? new ProjectFile(path, null, 0, "-");

    private static string File(ProjectFile file)
    {
        var address = file.Address is { } value ? $"0x{value:x8}" : "-";
        return $"{file.Sha256} {Number(file.Length)} {address} {file.Path}";
    }

    /// <summary>No value holds a line end (control characters are refused), so lines cannot be confused.</summary>
    private static void Line(StringBuilder text, string key, string value)
    {
        text.Append(key).Append('=').Append(value).Append('\n');
    }

    private static string Number(long value)
    {
        return value.ToString(CultureInfo.InvariantCulture);
    }
}
