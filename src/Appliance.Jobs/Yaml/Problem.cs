// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Yaml;

/// <summary>One mistake in a file people write, with its place and what to do about it.</summary>
/// <param name="Code">What kind of mistake, stable.</param>
/// <param name="File">Name of the file as the reader knows it, for example <c>project.yaml</c>; no folder of this machine.</param>
/// <param name="Line">Line from 1, or 0 when the mistake is about the file as a whole.</param>
/// <param name="Column">Column from 1 in characters, or 0 when the mistake is about the file as a whole.</param>
/// <param name="Message">What is wrong and what is expected, in plain words.</param>
/// <param name="Suggestion">The nearest right key or value, or null when nothing is near.</param>
public sealed record Problem(ProblemCode Code, string File, int Line, int Column, string Message, string? Suggestion = null)
{
    /// <summary>The code as text, for example <c>unknown-key</c>.</summary>
    public string CodeText => ProblemCodes.Text(Code);

    /// <summary>One line as compilers print it: <c>file:line:column: code: message</c>.</summary>
    public override string ToString()
    {
        var place = Line > 0 ? $"{File}:{Line}:{Column}" : File;
        var hint = Suggestion is null ? "" : $" (did you mean \"{Suggestion}\"?)";
        return $"{place}: {CodeText}: {Message}{hint}";
    }
}
