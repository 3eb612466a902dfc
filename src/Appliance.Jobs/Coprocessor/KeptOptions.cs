// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Appliance.Flashing.Fus.Connection;
using Appliance.Ports.Files;

namespace Appliance.Jobs.Coprocessor;

/// <summary>Option bytes of boards that are in system boot, one small file each, by the unique id of the chip. A file that cannot be read is an error: guessing
/// would leave the board with option bytes of another.</summary>
/// <param name="folder">Where they are; made when the first is kept.</param>
public sealed class KeptOptions(Func<IDurableFolder> folder) : IOptionStore
{
    private const string Ending = ".optr";

    /// <inheritdoc/>
    public uint? Find(string uniqueId)
    {
        using var stream = folder().OpenRead(Name(uniqueId));
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var text = reader.ReadToEnd().Trim();
        return uint.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var options)
            ? options
            : throw new IOException($"What is kept of the option bytes of board {uniqueId} cannot be read: '{text}'.");
    }

    /// <inheritdoc/>
    public void Keep(string uniqueId, uint options) =>
        folder().Replace(Name(uniqueId), Encoding.ASCII.GetBytes(options.ToString("x8", CultureInfo.InvariantCulture) + "\n"));

    /// <inheritdoc/>
    public void Forget(string uniqueId) => folder().Delete(Name(uniqueId));

    private static string Name(string uniqueId) => uniqueId + Ending;
}
