// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Outcomes;

/// <content>E8xx: what can go wrong with the wireless coprocessor of an STM32WB.</content>
public static partial class Catalogue
{
    /// <summary>It would not work, or could cost the part.</summary>
    public static readonly CatalogueEntry FusRefused = new(
        "E801", "fus-refused", "The wireless coprocessor cannot be made what the project wants.", "Put the board aside and call the line engineer: the record says why.", false);

    /// <summary>Neither FUS nor a stack answers.</summary>
    public static readonly CatalogueEntry FusSilent = new(
        "E802", "fus-silent", "The wireless coprocessor does not answer.", "Switch the board's power off and on, then press PROG again.", true);

    /// <summary>FUS looked at the image and did not take it.</summary>
    public static readonly CatalogueEntry FusImageRejected = new(
        "E803", "fus-image-rejected", "The wireless coprocessor rejects its image.", "Call the line engineer: the image is not for this chip, or older than it takes.", false);

    /// <summary>Something came in between.</summary>
    public static readonly CatalogueEntry FusGaveUp = new(
        "E804", "fus-gave-up", "The wireless coprocessor gave up in the middle.", "Check supply and contacts of the board, then press PROG again.", true);

    /// <summary>Longer than any was seen to take.</summary>
    public static readonly CatalogueEntry FusLate = new(
        "E805", "fus-late", "The wireless coprocessor takes too long.", "Leave the board powered for two minutes, then press PROG again.", false);

    /// <summary>It is reset again and again.</summary>
    public static readonly CatalogueEntry FusResets = new(
        "E806", "fus-resets", "The wireless coprocessor resets the chip again and again.", "Check the board's supply; put the board aside if it stays so.", false);

    /// <summary>It says it is done, and is not.</summary>
    public static readonly CatalogueEntry FusNotThere = new(
        "E807", "fus-not-there", "The wireless coprocessor does not hold what was installed.", "Press PROG again; if it stays red put the board aside for the engineer.", true);

    /// <summary>They read otherwise.</summary>
    public static readonly CatalogueEntry FusOptions = new(
        "E808", "fus-option-bytes", "The option bytes that choose the start did not take.", "Press PROG again: the board gets its own option bytes back.", true);

    /// <summary>FUS looked at a key or a lock and did not take it.</summary>
    public static readonly CatalogueEntry FusCommandRefused = new(
        "E810", "fus-command-refused", "The wireless coprocessor refuses a key or a lock.", "Call the line engineer: the record says what was refused.", false);

    /// <summary>No way back.</summary>
    public static readonly CatalogueEntry FusLost = new(
        "E809", "fus-lost", "The wireless coprocessor is locked for good.", "Put the board aside: the chip must be replaced.", false);
}
