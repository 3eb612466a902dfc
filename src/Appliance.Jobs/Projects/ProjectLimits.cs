// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Projects;

/// <summary>Limits and defaults of the values in <c>project.yaml</c>. The schema states the same; a test keeps them in step.</summary>
public static class ProjectLimits
{
    /// <summary>Longest name, in characters: one line of the display and of a record list.</summary>
    public const int MaximumName = 64;

    /// <summary>Longest revision, in characters.</summary>
    public const int MaximumRevision = 32;

    /// <summary>Longest chip name, in characters.</summary>
    public const int MaximumTarget = 32;

    /// <summary>Longest barcode, in characters.</summary>
    public const int MaximumBarcode = 64;

    /// <summary>Most firmware files of one project.</summary>
    public const int MaximumFiles = 64;

    /// <summary>Longest path of a file inside a project, in characters.</summary>
    public const int MaximumPath = 240;

    /// <summary>Longest serial, in bytes, and longest text about one, in characters.</summary>
    public const int MaximumSerial = 64;

    /// <summary>Slowest SWCLK, Hz.</summary>
    public const int MinimumSwclkHz = 1_000;

    /// <summary>Fastest SWCLK, Hz: the ceiling of today's probes (DESIGN.md, probes-and-flash §1).</summary>
    public const int MaximumSwclkHz = 50_000_000;

    /// <summary>SWCLK where none is written, Hz: what every target and a short cable take.</summary>
    public const int DefaultSwclkHz = 4_000_000;

    /// <summary>Most retries.</summary>
    public const int MaximumRetries = 10;

    /// <summary>Retries where none are written.</summary>
    public const int DefaultRetries = 1;

    /// <summary>Shortest time limit of a job.</summary>
    public static readonly TimeSpan MinimumJobLimit = TimeSpan.FromSeconds(1);

    /// <summary>Longest time limit of a job.</summary>
    public static readonly TimeSpan MaximumJobLimit = TimeSpan.FromHours(1);

    /// <summary>Time limit of a job where none is written.</summary>
    public static readonly TimeSpan DefaultJobLimit = TimeSpan.FromSeconds(120);

    /// <summary>Shortest time limit of the connection.</summary>
    public static readonly TimeSpan MinimumConnectLimit = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest time limit of the connection.</summary>
    public static readonly TimeSpan MaximumConnectLimit = TimeSpan.FromSeconds(60);

    /// <summary>Longest settling time of the supply.</summary>
    public static readonly TimeSpan MaximumSettle = TimeSpan.FromSeconds(10);

    /// <summary>Highest limit of VTref, in millivolts.</summary>
    public const int MaximumMillivolts = 30_000;

    /// <summary>Time limit of the connection where none is written.</summary>
    public static readonly TimeSpan DefaultConnectLimit = TimeSpan.FromSeconds(5);

    /// <summary>Letters of the name or the value of an option byte.</summary>
    public const int MaximumOption = 32;
}
