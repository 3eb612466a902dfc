// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Jobs.Projects;

namespace Appliance.Jobs.Tests.Projects;

/// <summary>A project in memory whose place goes away after so many bytes were read of it.</summary>
internal sealed class BrittleSource(IReadOnlyDictionary<string, byte[]> files, long bytesUntilGone = long.MaxValue) : ProjectSource
{
    private long _left = bytesUntilGone;

    public override string Name => "brittle";

    public static Dictionary<string, byte[]> Door(string revision, int length, byte fill = 0x5A) => new()
    {
        ["project.yaml"] = Encoding.UTF8.GetBytes($"name: Door\nrevision: '{revision}'\ntarget: stm32f103cb\nfiles: [{{path: fw/a.bin, address: 0x08000000}}]\n"),
        ["fw/a.bin"] = Enumerable.Repeat(fill, length).ToArray(),
    };

    public override long? Length(string path) => files.TryGetValue(path, out var bytes) ? bytes.Length : null;

    public override Stream Open(string path) => new Brittle(this, files[path]);

    public override IEnumerable<string> Names() => files.Keys;

    private sealed class Brittle(BrittleSource source, byte[] bytes) : ForwardStream
    {
        private int _at;

        public override int Read(Span<byte> buffer)
        {
            var now = Math.Min(buffer.Length, bytes.Length - _at);
            if (now > source._left) throw new IOException("Input/output error");
            source._left -= now;
            bytes.AsSpan(_at, now).CopyTo(buffer);
            _at += now;
            return now;
        }
    }
}
