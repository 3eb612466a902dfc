// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Fus;

/// <summary>Customer keys: up to 100 and one master key; which are locked is forgotten at a reset.</summary>
internal sealed class KeyStore(Coprocessor cpu)
{
    private const int Most = 100;
    private const int KeyBytes32 = 32;
    private const int KeyBytes16 = 16;
    private const int VectorBytes = 12;
    private const byte Master = 2;
    private const byte Encrypted = 3;
    private readonly HashSet<int> _locked = [];

    /// <summary>Serves a command; null for one that is not about keys.</summary>
    public byte[]? Serve(ushort opcode, byte[] payload)
    {
        if (opcode is not (FusOpcodes.StoreUserKey or FusOpcodes.LoadUserKey or FusOpcodes.LockUserKey or FusOpcodes.UnloadUserKey))
            return null;
        if (!cpu.Shape.KeyStore)
            return [FusOpcodes.Unsupported];
        if (opcode == FusOpcodes.StoreUserKey)
            return Store(payload);
        if (payload.Length != 1 || payload[0] >= cpu.Memory.Keys.Count || _locked.Contains(payload[0]))
            return [FusOpcodes.Refused];
        if (opcode == FusOpcodes.LockUserKey)
            _locked.Add(payload[0]);
        return [FusOpcodes.Done];
    }

    private byte[] Store(byte[] payload)
    {
        if (payload.Length < 2 || payload[0] is 0 or > Encrypted || payload[1] is not (KeyBytes16 or KeyBytes32)
            || payload.Length != 2 + payload[1] + (payload[0] == Encrypted ? VectorBytes : 0))
            return [FusOpcodes.BadParameters];
        if (payload[0] == Master)
        {
            cpu.Memory.MasterKey = true;
            return [FusOpcodes.Done, 0];
        }

        if (cpu.Memory.Keys.Count >= Most || (payload[0] == Encrypted && !cpu.Memory.MasterKey))
            return [FusOpcodes.Refused];
        cpu.Memory.Keys.Add(payload[2..]);
        return [FusOpcodes.Done, (byte)(cpu.Memory.Keys.Count - 1)];
    }
}
