// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Targets.Descriptions;

/// <summary>A chip data file is not what its schema says.</summary>
public sealed class ChipDataException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="file">Name of the data file.</param>
    /// <param name="field">Path of the field, for example <c>parts[3].flashKiB</c>.</param>
    /// <param name="message">What must be there and what was found.</param>
    /// <param name="inner">The error below, where there is one.</param>
    public ChipDataException(string file, string field, string message, Exception? inner = null)
        : base($"{file}: {field}: {message}", inner)
    {
        File = file;
        Field = field;
    }

    /// <summary>Name of the data file.</summary>
    public string File { get; }

    /// <summary>Path of the field.</summary>
    public string Field { get; }
}
