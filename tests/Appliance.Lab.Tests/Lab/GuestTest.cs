// SPDX-License-Identifier: Apache-2.0
using Xunit.Abstractions;

namespace Appliance.Lab.Tests.Lab;

/// <summary>A test class on the shared guest. What the guest's journal got during a test is in the test's output, which is shown when it fails.</summary>
[Collection(GuestCollection.Name)]
public abstract class GuestTest(SharedGuest shared, ITestOutputHelper output) : IAsyncLifetime
{
    private long _start;

    /// <summary>The guest.</summary>
    protected Guest Guest { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Guest = await shared.GetAsync();
        _start = Guest.JournalEnd;
    }

    public virtual Task DisposeAsync()
    {
        output.WriteLine(Guest.JournalSince(_start));
        return Task.CompletedTask;
    }
}
