// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;

namespace Appliance.Jobs.Sticks;

/// <summary>What became of a set-up file.</summary>
/// <param name="Refused">Why it was not used; null where it was.</param>
/// <param name="Message">One or more plain sentences. They never repeat the secret in the file.</param>
public sealed record SetUpTaking(CatalogueEntry? Refused, string Message);

/// <summary>Uses the set-up file of a stick: password and name of an appliance that has none yet.</summary>
public interface IStickSetUp
{
    /// <summary>Uses it, or says why not. Throws nothing for what is in the file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <exception cref="IOException">The stick could not be read.</exception>
    SetUpTaking Take(Stream file);
}
