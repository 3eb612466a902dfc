// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Fus.Images;

/// <summary>What an image for the coprocessor replaces.</summary>
public enum FusImageKind
{
    /// <summary>The wireless stack.</summary>
    Stack,

    /// <summary>The firmware upgrade service itself.</summary>
    Fus,

    /// <summary>The part that brings a chip with broken option bytes back.</summary>
    Safeboot,
}

/// <summary>How an image uses flash beside its own pages.</summary>
public enum FusImageFormat
{
    /// <summary>Its non-volatile data are interleaved with its code.</summary>
    Legacy,

    /// <summary>Its non-volatile data have a section of their own above it; known to FUS 2.0.0 and later alone.</summary>
    New,
}

/// <summary>An image for the coprocessor, as its footers describe it. Immutable.</summary>
public sealed record FusImage
{
    /// <summary>What it replaces.</summary>
    public required FusImageKind Kind { get; init; }

    /// <summary>How it uses flash.</summary>
    public required FusImageFormat Format { get; init; }

    /// <summary>Its version; null where the footer holds none and the file is not known by its hash.</summary>
    public required FusVersion? Version { get; init; }

    /// <summary>Pages of flash it needs, in pages of its own family.</summary>
    public required int Pages { get; init; }

    /// <summary>Pages of non-volatile data above it, in the same unit; 0 for the legacy format.</summary>
    public required int NvmPages { get; init; }

    /// <summary>Magic word of the image footer.</summary>
    public required uint Magic { get; init; }

    /// <summary>It carries a second signature, made by the customer.</summary>
    public required bool CustomerSigned { get; init; }

    /// <summary>Length of the file in bytes.</summary>
    public required int Length { get; init; }

    /// <summary>SHA-256 of the file without a customer's layer, lower case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>What is known of exactly this file; null for one that was in no release known here.</summary>
    public KnownFusImage? Known { get; init; }

    /// <summary>Oldest FUS that installs it; null where any does.</summary>
    public FusVersion? RequiresFus => Known?.OnlyFus ?? (Kind, Format, Magic) switch
    {
        (_, FusImageFormat.New, _) => FusReleases.V2_0_0,
        (FusImageKind.Safeboot, _, FusFooter.Safeboot201Magic) => FusReleases.V2_0_0,
        (FusImageKind.Safeboot, _, _) => FusReleases.V1_1_0,
        (FusImageKind.Fus, _, _) when Version >= FusReleases.V2_0_0 => FusReleases.V1_2_0,
        (FusImageKind.Fus, _, _) when Version >= FusReleases.V1_2_0 => FusReleases.V1_0_2,
        _ => null,
    };
}
