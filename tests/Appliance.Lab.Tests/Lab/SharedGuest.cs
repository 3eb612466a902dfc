// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Lab.Tests.Lab;

/// <summary>One guest for all tests of a collection, started by the first that asks. Its disks forget; its devices must be taken away by who plugged them.</summary>
public sealed class SharedGuest : IAsyncLifetime
{
    private readonly SemaphoreSlim _one = new(1);
    private Guest? _guest;

    /// <summary>The guest, started.</summary>
    public async Task<Guest> GetAsync()
    {
        await _one.WaitAsync();
        try
        {
            return _guest ??= await Guest.StartAsync(new GuestOptions());
        }
        finally
        {
            _one.Release();
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_guest is not null) await _guest.DisposeAsync();
    }
}

/// <summary>The tests that share one guest: one after another.</summary>
[CollectionDefinition(Name)]
public sealed class GuestCollection : ICollectionFixture<SharedGuest>
{
    public const string Name = "guest";
}
