// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Lab.Tests.Lab;

/// <summary>The lab, or a command in the guest, did not do what it should; the message holds what the guest said last.</summary>
public sealed class LabException(string message, Exception? inner = null) : Exception(message, inner);
