// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Ports.Files;
using Appliance.Simulation.Surroundings;

namespace Appliance.Simulation.Tests.Surroundings;

public class SimulatedFolderTests
{
    [Fact]
    public void Cut_AfterFlush_KeepsWhatWasFlushedAndPerhapsSomeOfTheRest()
    {
        var lengths = new HashSet<long>();
        for (var seed = 0; seed < 50; seed++)
        {
            var folder = new SimulatedFolder(seed);
            using var file = folder.Open("a");
            file.Append("kept"u8);
            file.Flush();
            file.Append("lost"u8);
            folder.Cut();
            var left = Text(folder, "a");
            Assert.StartsWith("kept", left);
            Assert.True(left.Length <= 8);
            lengths.Add(left.Length);
            Assert.Throws<FileFaultException>(() => file.Append("x"u8));
        }

        Assert.True(lengths.Count > 2, "every cut left the same");
    }

    [Fact]
    public void Replace_CutInTheMiddle_LeavesOldOrNew()
    {
        var seen = new HashSet<string>();
        for (var seed = 0; seed < 50; seed++)
        {
            var folder = new SimulatedFolder(seed);
            folder.Replace("a", "old"u8);
            folder.CutIn(0);
            Assert.Throws<PowerCutException>(() => folder.Replace("a", "newer"u8));
            seen.Add(Text(folder, "a"));
        }

        Assert.Equal(["newer", "old"], seen.Order());
    }

    [Fact]
    public void Disk_FullReadOnlyOrBroken_SaysWhich()
    {
        var folder = new SimulatedFolder { Capacity = 10 };
        using var file = folder.Open("a");
        Assert.Equal(FileFault.DiskFull, Assert.Throws<FileFaultException>(() => file.Append(new byte[11])).Fault);
        Assert.Equal(10, file.Length);
        folder.FailNextFlush = true;
        Assert.Equal(FileFault.IoError, Assert.Throws<FileFaultException>(file.Flush).Fault);
        Assert.Equal(0, file.Length);
        folder.ReadOnly = true;
        Assert.Equal(FileFault.ReadOnly, Assert.Throws<FileFaultException>(() => folder.Delete("a")).Fault);
    }

    [Fact]
    public void Open_WithAWriter_IsRefusedUntilItCloses()
    {
        var folder = new SimulatedFolder();
        var file = folder.Open("a");
        Assert.Equal(FileFault.InUse, Assert.Throws<FileFaultException>(() => folder.Open("a")).Fault);
        file.Dispose();
        folder.Open("a").Dispose();
        Assert.Equal(["a"], folder.Names());
    }

    private static string Text(SimulatedFolder folder, string name)
    {
        using var reader = new StreamReader(folder.OpenRead(name)!, Encoding.ASCII);
        return reader.ReadToEnd();
    }
}
