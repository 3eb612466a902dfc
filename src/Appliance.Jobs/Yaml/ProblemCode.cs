// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Yaml;

/// <summary>The closed set of mistakes in projects and settings. <see cref="ProblemCodes.Text"/> gives the stable text.</summary>
public enum ProblemCode
{
    /// <summary>The text is not YAML, or uses YAML that is not allowed here (anchors, tags, several documents).</summary>
    Syntax,

    /// <summary>The text is not UTF-8, or too long.</summary>
    Encoding,

    /// <summary>A key nobody knows.</summary>
    UnknownKey,

    /// <summary>A key given twice.</summary>
    DuplicateKey,

    /// <summary>A key that must be there is not.</summary>
    MissingKey,

    /// <summary>A list where a word belongs, or the like.</summary>
    WrongType,

    /// <summary>A word or number that does not mean anything here.</summary>
    BadValue,

    /// <summary>A number outside its limits.</summary>
    OutOfRange,

    /// <summary>A file name that leaves the project or could not exist on every machine.</summary>
    UnsafePath,

    /// <summary>A file the project names is not there.</summary>
    MissingFile,

    /// <summary>A file whose SHA-256 is not the one written in the project.</summary>
    HashMismatch,

    /// <summary>A file changed while it was read.</summary>
    ChangedFile,

    /// <summary>Nothing is there, or it is neither a folder nor a file.</summary>
    NotFound,

    /// <summary>The disk or stick failed while reading.</summary>
    Unreadable,

    /// <summary>There is no project.yaml.</summary>
    NoProjectFile,

    /// <summary>There are several project.yaml.</summary>
    SeveralProjectFiles,

    /// <summary>Not a zip file, or a damaged or truncated one.</summary>
    BadArchive,

    /// <summary>More entries, more bytes or a higher compression than is allowed.</summary>
    TooLarge,

    /// <summary>A link, device or other special file.</summary>
    SpecialFile,

    /// <summary>Two entries of one name (also when only case or Unicode form differ).</summary>
    DuplicateEntry,

    /// <summary>An encrypted entry, or a compression method that is not supported.</summary>
    UnsupportedEntry,

    /// <summary>A firmware file cannot be read.</summary>
    BadFirmware,

    /// <summary>Serials, patches or a limit that cannot be used, or a file of them.</summary>
    BadSerials,

    /// <summary>Option bytes the chip does not have, or that cannot be so.</summary>
    BadOption,

    /// <summary>The target is not supported.</summary>
    UnknownTarget,

    /// <summary>The firmware does not fit the target.</summary>
    ImageOutside,

    /// <summary>What the project asks for cannot be done on this target or by this probe.</summary>
    Unsupported,

    /// <summary>The project has to be signed and is not.</summary>
    SignatureMissing,

    /// <summary>Signed with a key that is not trusted here.</summary>
    SignatureUnknown,

    /// <summary>The signature is not of this project: it was changed after it was signed, or the signature is damaged.</summary>
    SignatureWrong,
}
