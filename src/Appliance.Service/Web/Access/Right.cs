// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Service.Web.Access;

/// <summary>What a caller must be allowed for one address of the page. An address without one is refused to everybody.</summary>
internal enum Right
{
    /// <summary>Nothing: how the page looks, log-in, the first set-up.</summary>
    None,

    /// <summary>To look: everybody, once the appliance is set up; before that, this machine alone.</summary>
    Look,

    /// <summary>PROG and its end: this machine; from the network, the engineer.</summary>
    Press,

    /// <summary>To change anything: the engineer, wherever he is.</summary>
    Change,
}

/// <summary>Says the right an address asks for.</summary>
internal static class RightOf
{
    public static TBuilder Asks<TBuilder>(this TBuilder address, Right right)
        where TBuilder : IEndpointConventionBuilder =>
        address.WithMetadata(new Asked(right));

    /// <summary>The right of the address that routing found; null where none says one.</summary>
    public static Right? Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Asked>()?.Right;

    private sealed record Asked(Right Right);
}
