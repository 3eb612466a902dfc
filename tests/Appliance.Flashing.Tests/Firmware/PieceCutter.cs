// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Tests.Firmware;

/// <summary>Cuts the pieces of a model into records.</summary>
internal static class PieceCutter
{
    /// <summary>Records of at most some length that cross no multiple of a window, shuffled half of the time.</summary>
    public static Piece[] Cut(FirmwareModel model, Random random, int most, uint window)
    {
        var parts = model.Pieces.SelectMany(piece => Cut(piece, most, window)).ToArray();
        if (random.Next(2) == 0)
            random.Shuffle(parts);
        return parts;
    }

    private static IEnumerable<Piece> Cut(Piece piece, int most, uint window)
    {
        for (var at = 0; at < piece.Data.Length;)
        {
            var address = piece.Address + (uint)at;
            var length = (int)Math.Min(Math.Min(most, piece.Data.Length - at), window - address % window);
            yield return new Piece(address, piece.Data[at..(at + length)]);
            at += length;
        }
    }
}
