// SPDX-License-Identifier: Apache-2.0
using Appliance.Platform.Files;
using Appliance.Ports.Files;

namespace Appliance.Platform.Tests.Files;

public class DiskFaultsTests
{
    // Numbers of errno(3).
    [Theory]
    [InlineData(28, FileFault.DiskFull)]
    [InlineData(122, FileFault.DiskFull)]
    [InlineData(30, FileFault.ReadOnly)]
    [InlineData(13, FileFault.ReadOnly)]
    [InlineData(5, FileFault.IoError)]
    public void FromErrno_Number_IsItsCause(int errno, FileFault fault) => Assert.Equal(fault, DiskFaults.FromErrno(errno, "test").Fault);

    [Fact]
    public void From_NoRight_IsReadOnly() => Assert.Equal(FileFault.ReadOnly, DiskFaults.From(new UnauthorizedAccessException(), "test").Fault);

    [Fact]
    public void From_ErrorOfDotNet_KeepsItInside()
    {
        var error = new IOException("No space left on device", 28);
        var fault = DiskFaults.From(error, "test");
        Assert.Equal(FileFault.DiskFull, fault.Fault);
        Assert.Same(error, fault.InnerException);
    }
}
