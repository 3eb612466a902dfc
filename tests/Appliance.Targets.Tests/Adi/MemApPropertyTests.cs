// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.Adi;
using Appliance.Targets.Tests.Fakes;
using FsCheck;
using FsCheck.Fluent;

namespace Appliance.Targets.Tests.Adi;

/// <summary>Whatever is read or written, at any alignment and across any block of TAR, is what a plain array holds.</summary>
public sealed class MemApPropertyTests
{
    private const uint Start = 0x2000_0000;
    private const int Size = 4096 + 64;

    [Fact]
    public void Read_AnyRun_EqualsTheArray()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(Runs(), run =>
        {
            var (memory, ap) = Make(run.Seed);
            var read = new byte[run.Length];
            ap.Read(Start + (uint)run.Offset, read);
            return read.AsSpan().SequenceEqual(memory.Bytes.AsSpan(run.Offset, run.Length));
        }));
    }

    [Fact]
    public void Write_AnyRun_ChangesThatRunAndNothingElse()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(Runs(), run =>
        {
            var (memory, ap) = Make(run.Seed);
            var model = memory.Bytes.ToArray();
            var data = new byte[run.Length];
            new Random(run.Seed + 1).NextBytes(data);
            data.CopyTo(model, run.Offset);
            ap.Write(Start + (uint)run.Offset, data);
            return memory.Bytes.AsSpan().SequenceEqual(model);
        }));
    }

    [Fact]
    public void WriteHalfWords_AnyRun_ChangesThatRunAndNothingElse()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(Runs(), run =>
        {
            var (memory, ap) = Make(run.Seed);
            var model = memory.Bytes.ToArray();
            var (offset, data) = (run.Offset & ~1, new byte[run.Length & ~1]);
            new Random(run.Seed + 1).NextBytes(data);
            data.CopyTo(model, offset);
            ap.WriteHalfWords(Start + (uint)offset, data);
            ap.Flush();
            return memory.Bytes.AsSpan().SequenceEqual(model);
        }));
    }

    [Fact]
    public void MixedAccesses_AnySeries_ReadWhatTheArrayHolds()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(Runs(), run =>
        {
            var (memory, ap) = Make(run.Seed);
            var random = new Random(run.Seed);
            for (var i = 0; i < 50; i++)
            {
                if (!Access(ap, memory, random))
                    return false;
            }

            return true;
        }));
    }

    private static bool Access(MemAp ap, FakeMemory memory, Random random)
    {
        var offset = random.Next(Size / 4) * 4;
        switch (random.Next(4))
        {
            case 0:
                return ap.ReadWord(Start + (uint)offset) == BitConverter.ToUInt32(memory.Bytes, offset);
            case 1:
                var value = (uint)random.Next();
                ap.WriteWord(Start + (uint)offset, value);
                ap.Flush();
                return BitConverter.ToUInt32(memory.Bytes, offset) == value;
            case 2:
                return ap.ReadHalfWord(Start + (uint)offset + 2) == BitConverter.ToUInt16(memory.Bytes, offset + 2);
            default:
                var read = new byte[Math.Min(random.Next(40), Size - offset)];
                ap.Read(Start + (uint)offset, read);
                return read.AsSpan().SequenceEqual(memory.Bytes.AsSpan(offset, read.Length));
        }
    }

    private static (FakeMemory Memory, MemAp Ap) Make(int seed)
    {
        var bytes = new byte[Size];
        new Random(seed).NextBytes(bytes);
        var memory = new FakeMemory(Start, bytes);
        return (memory, MemAp.Open(new FakeDapLink(memory), 0));
    }

    private static Arbitrary<Run> Runs()
    {
        var gen =
            from offset in Gen.OneOf(Gen.Choose(0, Size), Gen.Choose(1020, 1028), Gen.Choose(2044, 2052))
            from length in Gen.OneOf(Gen.Choose(0, 16), Gen.Choose(0, Size))
            from seed in Gen.Choose(0, 100_000)
            select new Run(Math.Min(offset, Size), Math.Min(length, Size - Math.Min(offset, Size)), seed);
        return gen.ToArbitrary();
    }

    private sealed record Run(int Offset, int Length, int Seed);
}
