// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.BootLoaders.Usart;

/// <summary>
/// One block written once (AN3155, section 3.6). Before the data are sent anything may be repeated; after that the chip may have written them, and is
/// asked before it is told again: flash with ECC must not be written twice, and flash without may not like it.
/// </summary>
internal sealed class UsartWrite(UsartTalk talk, UsartWire wire, IBootLoader reader, byte erased)
{
    private const int Tries = 3;

    /// <summary>Writes the block.</summary>
    /// <exception cref="BootLoaderException">It is not written, or not known to be.</exception>
    public void Run(uint address, byte[] block, TimeSpan limit, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            talk.Repeatable(() => Announce(address, cancel), cancel);
            try
            {
                wire.SendChecked([(byte)(block.Length - 1), .. block]);
                wire.Acknowledge(wire.AnswerLimit(block.Length + 2) + limit, $"the block of {block.Length} bytes", address, cancel);
                return;
            }
            catch (BootLoaderException failed)
            {
                talk.GetInStep(cancel);
                if (IsThere(address, block, cancel, failed)) return;
                if (tries == Tries) throw;
            }
        }
    }

    private bool Announce(uint address, CancellationToken cancel)
    {
        talk.Command(talk.Either(UsartCommand.WriteMemory, UsartCommand.NoStretchWriteMemory), "the write command", address, cancel);
        talk.Address(address, cancel);
        return true;
    }

    /// <summary>Whether the chip wrote the block although it did not say so; a block that is neither whole nor blank is the end.</summary>
    private bool IsThere(uint address, byte[] block, CancellationToken cancel, BootLoaderException failed)
    {
        var seen = new byte[block.Length];
        for (var tries = 0; tries < Tries; tries++)
        {
            reader.Read(address, seen, cancel);
            if (seen.AsSpan().SequenceEqual(block)) return true;
            if (seen.AsSpan().IndexOfAnyExcept(erased) < 0) return false;
        }

        var wrong = seen.AsSpan().CommonPrefixLength(block);
        throw new BootLoaderException(
            failed.Fault, wire.Name, $"The block of {block.Length} bytes was written in part, after this: {failed.Message}", address + (uint)wrong, $"0x{block[wrong]:x2}",
            $"0x{seen[wrong]:x2}", failed);
    }
}
