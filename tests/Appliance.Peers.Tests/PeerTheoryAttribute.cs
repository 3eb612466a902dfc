// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Peers.Tests;

/// <summary>The same as <see cref="PeerFactAttribute"/>, for a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeerTheoryAttribute : TheoryAttribute
{
    public PeerTheoryAttribute(params string[] programs) => Skip = new PeerFactAttribute(programs).Skip;
}
