// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Settings;

/// <summary>Settings that can be worked with whatever the file looks like: where there are problems, <see cref="Settings"/> are the defaults.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Problems">All mistakes; empty when the file is fine or not there yet.</param>
public sealed record SettingsResult(ApplianceSettings Settings, IReadOnlyList<Problem> Problems);
