// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes;

namespace Appliance.Targets.Adi;

/// <summary>
/// Wrong parities that a link cannot repair, because its probe hides which transfer they hit. Here the address is known: a read of memory
/// is done again, and TAR tells how far a write came, for it counts only words that were done.
/// </summary>
internal sealed partial class MemApPort
{
    /// <summary>Noise that hits one transfer in 200 spoils most blocks of 1 KiB; it spoils the same one this often in a row once in a lifetime.</summary>
    private const int Repeats = 64;

    private uint Repeated(Func<uint> read)
    {
        for (var repeat = 0; ; repeat++)
        {
            try
            {
                return read();
            }
            catch (DapException e) when (MayRepeat(e, repeat))
            {
                Forget();
            }
        }
    }

    private void ReadRepeated(uint address, AccessSize size, Span<uint> values)
    {
        for (var repeat = 0; !values.IsEmpty;)
        {
            Aim(address, size);
            try
            {
                _link.ReadApBlock(Id.Select, MemApRegister.Drw, values);
                return;
            }
            catch (DapException e) when (MayRepeat(e, repeat++))
            {
                Forget();
            }
        }
    }

    private void WriteResumed(uint address, AccessSize size, ReadOnlySpan<uint> values)
    {
        for (var repeat = 0; !values.IsEmpty;)
        {
            Aim(address, size);
            _posted = new Extent(address, (uint)values.Length << (int)size);
            try
            {
                _link.WriteApBlock(Id.Select, MemApRegister.Drw, values);
                return;
            }
            catch (DapException e) when (MayRepeat(e, repeat++))
            {
                Forget();
                var tar = _link.ReadAp(Id.Select, MemApRegister.Tar);
                var done = tar - address;
                if (done >= (uint)values.Length << (int)size)
                    throw;
                values = values[(int)(done >> (int)size)..];
                address = tar;
            }
        }
    }

    private static bool MayRepeat(DapException e, int repeat) => e is { Fault: DapFault.Parity, Uncertain: false } && repeat < Repeats;
}
