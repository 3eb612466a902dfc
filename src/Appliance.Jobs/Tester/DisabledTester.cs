// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Panel;

namespace Appliance.Jobs.Tester;

/// <summary>No tester is wired: nobody starts a job here and nobody is told.</summary>
public sealed class DisabledTester : ITesterLines
{
    /// <summary>Never raised.</summary>
    public event Action? StartChanged
    {
        add { }
        remove { }
    }

    /// <summary>Never.</summary>
    public bool StartActive => false;

    /// <summary>Does nothing.</summary>
    public void SetBusy(bool on)
    {
    }

    /// <summary>Does nothing.</summary>
    public void SetOk(bool on)
    {
    }
}
