// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Input;

/// <summary>A barcode scanner. It may be unplugged and come back at any time. Safe from several threads.</summary>
public interface IScanner : IDisposable
{
    /// <summary>Raised on a thread of the scanner with each text it read, without its line end; handlers must return quickly.</summary>
    event Action<string>? Scanned;

    /// <summary>Raised on any thread when <see cref="Trouble"/> changed.</summary>
    event Action? Changed;

    /// <summary>Why it does not work, in one sentence; null when it does.</summary>
    string? Trouble { get; }
}
