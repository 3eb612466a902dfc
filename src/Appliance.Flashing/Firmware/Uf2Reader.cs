// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>
/// UF2 (Microsoft, USB Flashing Format), blocks in any order. Blocks that are not for the main flash and blocks of file containers are
/// counted
/// but not written. Data for more than one family is refused unless the caller chose one; then blocks of others are not looked at.
/// </summary>
internal sealed class Uf2Reader
{
    private readonly FirmwareImageBuilder _builder;
    private readonly FirmwareReadOptions _options;
    private readonly Dictionary<uint, Uf2Numbering> _families = [];
    private Uf2Numbering? _withoutFamily;
    private (uint? Family, bool Known) _written;

    private Uf2Reader(FirmwareImageBuilder builder, FirmwareReadOptions options)
    {
        (_builder, _options) = (builder, options);
    }

    public static FirmwareImage Read(Stream content, FirmwareImageBuilder builder, FirmwareReadOptions options)
    {
        return new Uf2Reader(builder, options).Read(content);
    }

    private FirmwareImage Read(Stream content)
    {
        var bytes = new byte[Uf2Block.Size];
        var place = new FirmwarePlace(_options.FileName, Offset: 0);
        int read;
        while ((read = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)) == bytes.Length)
        {
            Take(Uf2Block.Parse(bytes, place), place);
            place = place with { Offset = place.Offset + bytes.Length };
        }

        if (read > 0)
            throw place.Error(FirmwareErrorCause.Truncated, $"a block of {Uf2Block.Size} bytes", $"{read} bytes");
        CheckEnd(place);
        return _builder.Build(_options.FileName, FirmwareFormats.Name(FirmwareFormat.Uf2), null, _written.Family);
    }

    private void Take(Uf2Block block, FirmwarePlace place)
    {
        if (_options.FamilyId is { } wanted && block.Family is { } other && other != wanted)
            return;
        NumberingOf(block).Add(block.Number, block.Total, place);
        if (!block.IsMainFlash)
            return;
        CheckFamily(block.Family, place);
        _builder.Write(block.Address, block.Payload, place);
    }

    private Uf2Numbering NumberingOf(Uf2Block block)
    {
        if (block.Family is not { } family)
            return _withoutFamily ??= new Uf2Numbering(block.Total);
        if (!_families.TryGetValue(family, out var numbering))
            _families.Add(family, numbering = new Uf2Numbering(block.Total));
        return numbering;
    }

    private void CheckFamily(uint? family, FirmwarePlace place)
    {
        var expected = _options.FamilyId is not null ? (Family: _options.FamilyId, Known: true) : _written;
        if (expected.Known && expected.Family != family)
            throw place.Error(FirmwareErrorCause.FamilyAmbiguous, $"data for {Show(expected.Family)} only", $"data for {Show(family)}");
        _written = (family, true);
    }

    private void CheckEnd(FirmwarePlace place)
    {
        if (_options.FamilyId is { } wanted && !_families.ContainsKey(wanted))
            throw place.Error(FirmwareErrorCause.FamilyAmbiguous, $"blocks for {Show(wanted)}", "none");
        foreach (var numbering in _families.Values)
            numbering.CheckComplete(place);
        _withoutFamily?.CheckComplete(place);
        if (_builder.ByteCount == 0)
            throw place.Error(FirmwareErrorCause.Empty, "blocks for the main flash", "none");
    }

    private static string Show(uint? family)
    {
        return family is { } id ? $"family 0x{id:x8}" : "no family";
    }
}
