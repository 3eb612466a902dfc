// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Projects;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Tests.Projects;

public sealed class ZipSourceTests
{
    [Fact]
    public void GoodZip_Read_IsAProject()
    {
        var project = Read(ZipMaker.Good()).Loaded!.Project;
        Assert.Equal(("a.bin", 10L, "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882"),
            (project.Files[0].Path, project.Files[0].Length, project.Files[0].Sha256));
    }

    [Fact]
    public void ProjectInOneFolder_Read_HashesAsAtTheTop()
    {
        var nested = ZipMaker.Make(("x/project.yaml", ZipMaker.Yaml), ("x/a.bin", "0123456789"), ("__MACOSX/x/._a.bin", "junk"));
        Assert.Equal(Read(ZipMaker.Good()).Loaded!.Project.ContentHash, Read(nested).Loaded!.Project.ContentHash);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("/etc/evil")]
    [InlineData("C:/evil")]
    [InlineData("a\\..\\evil")]
    [InlineData("x/../../evil")]
    public void PathEscape_Refused(string name)
    {
        Refused(ProblemCode.UnsafePath, ZipMaker.Make(("project.yaml", ZipMaker.Yaml), ("a.bin", "0123456789"), (name, "x")));
    }

    [Theory]
    [InlineData(0xA1FF)]
    [InlineData(0x21B6)]
    [InlineData(0x61B6)]
    [InlineData(0x11B6)]
    public void LinksAndDevices_Refused(int mode)
    {
        Refused(ProblemCode.SpecialFile, ZipMaker.Make([("project.yaml", "x"u8.ToArray(), 0), ("a.bin", "/etc/passwd"u8.ToArray(), mode)]));
    }

    [Theory]
    [InlineData("a.bin", "a.bin")]
    [InlineData("a.bin", "A.BIN")]
    [InlineData("ü.bin", "u\u0308.bin")]
    [InlineData("d", "d/e")]
    public void SameNames_Refused(string first, string second)
    {
        Refused(ProblemCode.DuplicateEntry, ZipMaker.Make(("project.yaml", ZipMaker.Yaml), (first, "1"), (second, "2")));
    }

    [Fact]
    public void Encrypted_Refused()
    {
        var zip = ZipMaker.Good();
        Refused(ProblemCode.UnsupportedEntry, ZipMaker.Patch(zip, ZipMaker.Central(zip, "a.bin") + 8, 1));
    }

    [Fact]
    public void UnknownMethod_Refused()
    {
        var zip = ZipMaker.Good();
        Refused(ProblemCode.UnsupportedEntry, ZipMaker.Patch(zip, ZipMaker.Central(zip, "a.bin") + 10, 14));
    }

    [Fact]
    public void SeveralProjects_Refused()
    {
        Refused(ProblemCode.SeveralProjectFiles, ZipMaker.Make(("x/project.yaml", ZipMaker.Yaml), ("y/project.yaml", ZipMaker.Yaml)));
    }

    [Theory]
    [InlineData("readme.txt")]
    [InlineData("x/y/project.yaml")]
    public void NoProject_Refused(string name)
    {
        Refused(ProblemCode.NoProjectFile, ZipMaker.Make((name, "x")));
    }

    [Fact]
    public void SixtyThousandEntries_RefusedBeforeTheirListIsRead()
    {
        var zip = ZipMaker.Make(Enumerable.Range(0, 60_000).Select(number => ($"f{number}", Array.Empty<byte>(), 0)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(ProblemCode.TooLarge, zip);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void HundredThousandEntries_Refused()
    {
        using var stream = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var number = 0; number < 100_000; number++) archive.CreateEntry($"f{number}");
        }

        Refused(ProblemCode.TooLarge, stream.ToArray());
    }

    [Fact]
    public void CountThatLies_Refused()
    {
        var zip = ZipMaker.Make(("project.yaml", ZipMaker.Yaml), ("a.bin", "0123456789"), ("b.bin", "x"));
        Refused(ProblemCode.BadArchive, ZipMaker.Patch(zip, zip.Length - 14, 2, 0, 2, 0));
    }

    [Fact]
    public void Bomb_Refused()
    {
        Refused(ProblemCode.TooLarge, ZipMaker.Make([("project.yaml", "x"u8.ToArray(), 0), ("a.bin", new byte[70 << 20], 0)]));
    }

    [Fact]
    public void DeclaredSizeOverTheLimit_Refused()
    {
        var zip = ZipMaker.Good();
        Refused(ProblemCode.TooLarge, ZipMaker.Patch(zip, ZipMaker.Central(zip, "a.bin") + 24, 0, 0, 0, 0x40));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(11)]
    public void RealSizeOtherThanDeclared_Refused(byte declared)
    {
        var zip = ZipMaker.Good();
        Refused(ProblemCode.BadArchive, ZipMaker.Patch(zip, ZipMaker.Central(zip, "a.bin") + 24, declared));
    }

    [Fact]
    public void WrongCrc_Refused()
    {
        var zip = ZipMaker.Good();
        var at = ZipMaker.Central(zip, "a.bin") + 16;
        Refused(ProblemCode.BadArchive, ZipMaker.Patch(zip, at, (byte)~zip[at]));
    }

    [Fact]
    public void LocalHeaderOfAnotherName_Refused()
    {
        var zip = ZipMaker.Good();
        Refused(ProblemCode.BadArchive, ZipMaker.Patch(zip, ZipMaker.Local(zip, "a.bin") + 30, (byte)'b'));
    }

    [Fact]
    public void EntriesOnTheSameBytes_Refused()
    {
        var zip = ZipMaker.Make(("project.yaml", ZipMaker.Yaml), ("a.bin", "0123456789"), ("b.bin", "0123456789"));
        var offset = zip.AsSpan(ZipMaker.Central(zip, "a.bin") + 42, 4).ToArray();
        Refused(ProblemCode.BadArchive, ZipMaker.Patch(zip, ZipMaker.Central(zip, "b.bin") + 42, offset));
    }

    [Fact]
    public void Truncated_AtAnyByte_Refused()
    {
        var zip = ZipMaker.Good();
        for (var length = 0; length < zip.Length; length++)
            Refused(ProblemCode.BadArchive, zip[..length]);
    }

    [Fact]
    public void SomethingGluedOn_Refused()
    {
        Refused(ProblemCode.BadArchive, [.. ZipMaker.Good(), 1, 2, 3]);
        Refused(ProblemCode.BadArchive, [1, 2, 3, .. ZipMaker.Good()]);
    }

    [Fact]
    public void NotAZip_Refused()
    {
        Assert.Contains("Neither", Refused(ProblemCode.BadArchive, "Hello, this is a text."u8.ToArray()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Garbage_NeverCrashes()
    {
        var random = new Random(20261121);
        using var folder = new TemporaryFolder();
        for (var round = 0; round < 1500; round++)
        {
            var zip = ZipMaker.Good();
            for (var i = random.Next(1, 6); i > 0; i--)
                zip[random.Next(zip.Length)] = (byte)random.Next(256);
            var result = ProjectReader.Read(folder.Write("a.zip", zip));
            Assert.True(result.Loaded is not null || result.Problems.Count > 0);
        }
    }

    internal static ProjectResult Read(byte[] zip)
    {
        using var folder = new TemporaryFolder();
        var result = ProjectReader.Read(folder.Write("p.zip", zip));
        Assert.Equal(["p.zip"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName));
        return result;
    }

    private static Problem Refused(ProblemCode code, byte[] zip)
    {
        var problem = Assert.Single(Read(zip).Problems);
        Assert.True(code == problem.Code, problem.ToString());
        return problem;
    }
}
