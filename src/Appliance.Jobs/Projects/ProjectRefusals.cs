// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>From a mistake in a project to the cause an operator is told.</summary>
public static class ProjectRefusals
{
    /// <summary>The cause of one mistake.</summary>
    public static CatalogueEntry EntryOf(ProblemCode code) => code switch
    {
        ProblemCode.SignatureMissing => Catalogue.SignatureMissing,
        ProblemCode.SignatureUnknown => Catalogue.SignatureUnknown,
        ProblemCode.SignatureWrong => Catalogue.SignatureWrong,
        ProblemCode.MissingFile or ProblemCode.HashMismatch or ProblemCode.BadArchive or ProblemCode.ChangedFile or ProblemCode.Encoding
            or ProblemCode.Unreadable or ProblemCode.NotFound or ProblemCode.SpecialFile => Catalogue.ProjectDamaged,
        ProblemCode.TooLarge => Catalogue.StickTooMuch,
        ProblemCode.BadFirmware => Catalogue.FirmwareInvalid,
        ProblemCode.UnknownTarget => Catalogue.TargetUnknown,
        ProblemCode.ImageOutside => Catalogue.ImageOutside,
        ProblemCode.Unsupported => Catalogue.Unsupported,
        _ => Catalogue.ProjectInvalid,
    };
}
