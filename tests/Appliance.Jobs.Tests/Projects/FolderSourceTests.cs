// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Projects;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Tests.Projects;

public sealed class FolderSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
    }

    [Fact]
    public void Folder_Read_HashesAsItsZip()
    {
        _folder.Write("project.yaml", "# a comment\r\nrevision: '1'\r\nname:   Door\r\ntarget: stm32f103cb\r\nerase: auto\r\nfiles: [{path: ./a.bin, address: 134217728}]\r\n");
        _folder.Write("a.bin", "0123456789");
        Assert.Equal(ZipSourceTests.Read(ZipMaker.Good()).Loaded!.Project.ContentHash, Read().Loaded!.Project.ContentHash);
    }

    [Theory]
    [InlineData("name: Doors")]
    [InlineData("erase: chip")]
    [InlineData("swclk: 4.1 MHz")]
    [InlineData("limits: {job: 121 s}")]
    [InlineData("retries: 2")]
    public void AnyChange_Read_ChangesTheHash(string change)
    {
        Put("a.bin");
        var before = Read().Loaded!.Project.ContentHash;
        var key = change.Split(':')[0];
        var others = ZipMaker.Yaml.Split('\n').Where(line => !line.StartsWith(key + ":", StringComparison.Ordinal));
        _folder.Write("project.yaml", string.Join("\n", others) + change + "\n");
        Assert.NotEqual(before, Read().Loaded!.Project.ContentHash);
    }

    [Fact]
    public void DataChanged_Read_ChangesTheHash()
    {
        Put("a.bin");
        var before = Read().Loaded!.Project.ContentHash;
        _folder.Write("a.bin", "0123456788");
        Assert.NotEqual(before, Read().Loaded!.Project.ContentHash);
    }

    [Fact]
    public void MissingFile_Read_SaysWhereAndTheNearest()
    {
        Put("A.bin");
        var problem = Assert.Single(Read().Problems);
        Assert.Equal((ProblemCode.MissingFile, 4, 16, "A.bin"), (problem.Code, problem.Line, problem.Column, problem.Suggestion));
    }

    [Fact]
    public void WrongDigest_Read_SaysWhere()
    {
        _folder.Write("project.yaml", ZipMaker.Yaml.Replace("a.bin", "a.bin, sha256: " + new string('0', 64), StringComparison.Ordinal));
        _folder.Write("a.bin", "0123456789");
        var problem = Assert.Single(Read().Problems);
        Assert.Equal((ProblemCode.HashMismatch, 4, 31), (problem.Code, problem.Line, problem.Column));
    }

    [Fact]
    public void LinkOutOfTheFolder_Refused()
    {
        using var outside = new TemporaryFolder();
        Put(null);
        File.CreateSymbolicLink(_folder.At("a.bin"), outside.Write("secret", "0123456789"));
        Assert.Equal(ProblemCode.UnsafePath, Assert.Single(Read().Problems).Code);
    }

    [Fact]
    public void FolderLinkOutOfTheFolder_Refused()
    {
        using var outside = new TemporaryFolder();
        outside.Write("a.bin", "0123456789");
        _folder.Write("project.yaml", ZipMaker.Yaml.Replace("a.bin", "d/a.bin", StringComparison.Ordinal));
        Directory.CreateSymbolicLink(_folder.At("d"), outside.Path);
        Assert.Equal(ProblemCode.UnsafePath, Assert.Single(Read().Problems).Code);
    }

    [Fact]
    public void ProjectFileLinkedFromOutside_Refused()
    {
        using var outside = new TemporaryFolder();
        File.CreateSymbolicLink(_folder.At("project.yaml"), outside.Write("project.yaml", ZipMaker.Yaml));
        Assert.Equal(ProblemCode.UnsafePath, Assert.Single(Read().Problems).Code);
    }

    [Fact]
    public void LinkInsideTheFolder_Accepted()
    {
        Put("real.bin");
        File.CreateSymbolicLink(_folder.At("a.bin"), "real.bin");
        Assert.NotNull(Read().Loaded);
    }

    [Fact]
    public void LinkInACircle_Refused()
    {
        Put(null);
        File.CreateSymbolicLink(_folder.At("a.bin"), "b.bin");
        File.CreateSymbolicLink(_folder.At("b.bin"), "a.bin");
        Assert.NotEmpty(Read().Problems);
    }

    [Fact]
    public void EmptyFile_Refused()
    {
        Put(null);
        _folder.Write("a.bin", "");
        Assert.Equal(ProblemCode.SpecialFile, Assert.Single(Read().Problems).Code);
    }

    [Fact]
    public void OtherUnicodeForm_Found()
    {
        _folder.Write("project.yaml", ZipMaker.Yaml.Replace("a.bin", "\u00FC.bin", StringComparison.Ordinal));
        _folder.Write("u\u0308.bin", "0123456789");
        Assert.NotNull(Read().Loaded);
    }

    [Fact]
    public void SeveralProjects_Refused()
    {
        Put("a.bin");
        _folder.Write("old/project.yaml", ZipMaker.Yaml);
        Assert.Equal(ProblemCode.SeveralProjectFiles, Assert.Single(Read().Problems).Code);
    }

    [Fact]
    public void NothingThere_SaidSo()
    {
        Assert.Equal(ProblemCode.NoProjectFile, Assert.Single(Read().Problems).Code);
        Assert.Equal(ProblemCode.NotFound, Assert.Single(ProjectReader.Read(_folder.At("nowhere")).Problems).Code);
    }

    private ProjectResult Read()
    {
        return ProjectReader.Read(_folder.Path);
    }

    private void Put(string? firmware)
    {
        _folder.Write("project.yaml", ZipMaker.Yaml);
        if (firmware is not null)
            _folder.Write(firmware, "0123456789");
    }
}
