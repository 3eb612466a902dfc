// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;

namespace Appliance.Flashing.Fus.Images;

/// <summary>Reads images for the coprocessor. Their bodies are encrypted: only footers and hash can be judged.</summary>
public static class FusImageReader
{
    /// <summary>Largest file worth reading: the whole flash of the largest part.</summary>
    public const int MaximumLength = 1024 * 1024;

    /// <summary>What a footer holds in the place of a version that the file keeps to itself.</summary>
    private const uint NoVersion = 0xFFFF_FFFF;

    /// <summary>Reads an image.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="more">Files that are known beside those of ST, by SHA-256; null for none.</param>
    /// <exception cref="FusImageException">It is none.</exception>
    public static FusImage Read(ReadOnlySpan<byte> file, Func<string, KnownFusImage?>? more = null)
    {
        var signedBySt = WithoutCustomerLayer(file);
        var footer = Footer(signedBySt);
        var kind = footer.Kind ?? throw new FusImageException(
            "the magic word of a stack, of FUS or of Safeboot 88 bytes before the end", $"0x{footer.Magic:X8}");
        var nvm = footer.NvmPages;
        if (nvm < 0) throw new FusImageException("a section of non-volatile data in the first word of the footer", $"0x{footer.Info:X8}");
        if (footer.Pages == 0) throw new FusImageException("a number of flash pages in the footer", "0");

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(signedBySt));
        var known = KnownFusImages.Find(sha256) ?? more?.Invoke(sha256);
        return new FusImage
        {
            Kind = kind,
            Format = footer.Format,
            Version = known?.Version ?? (footer.Version == NoVersion ? null : new FusVersion(footer.Version)),
            Pages = footer.Pages,
            NvmPages = nvm,
            Magic = footer.Magic,
            CustomerSigned = signedBySt.Length != file.Length,
            Length = file.Length,
            Sha256 = sha256,
            Known = known,
        };
    }

    private static FusFooter Footer(ReadOnlySpan<byte> file)
    {
        if (file.Length < FusFooter.Length) throw new FusImageException($"at least {FusFooter.Length} bytes", $"{file.Length}");
        if (file.Length > MaximumLength) throw new FusImageException($"at most {MaximumLength} bytes", $"{file.Length}");
        if (file.Length % sizeof(uint) != 0) throw new FusImageException("a length that is a multiple of 4 bytes", $"{file.Length} bytes");
        var footer = FusFooter.Read(file);
        return footer.SignatureMagic == FusFooter.StSignature
            ? footer
            : throw new FusImageException("the magic word of a signature by ST at the end", $"0x{footer.SignatureMagic:X8}");
    }

    /// <summary>The file without the layer a customer put on it: a second signature and its footer, behind those of ST (AN5185 §4).</summary>
    private static ReadOnlySpan<byte> WithoutCustomerLayer(ReadOnlySpan<byte> file) =>
        file.Length >= FusFooter.Length + FusFooter.SignatureLayer && FusFooter.Read(file).SignatureMagic == FusFooter.CustomerSignature
            ? file[..^FusFooter.SignatureLayer]
            : file;
}
