// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Images;

namespace Appliance.Flashing.Fus.Operations;

/// <content>Safeboot, keys and anti-rollback: what mostly cannot be taken back.</content>
public static partial class FusPlanner
{
    private sealed partial class Way
    {
        /// <summary>Public key of an authentication key: both coordinates of a point of 256 bits.</summary>
        private const int CustomerKeyBytes = 64;

        /// <summary>Safeboot 2.0.1 goes in after FUS 2 and before the stack, once: it takes the part back to how it was delivered (ST wiki, STM32WB FUS, 3.3 and 4.7.4).</summary>
        public void InstallSafeboot()
        {
            if (wish.Files.FirstOrDefault(file => file.Image.Kind == FusImageKind.Safeboot) is not { } file)
                return;
            if (file.Image.Magic != FusFooter.Safeboot201Magic)
                _refusals.Add($"{file.Name} is the Safeboot that FUS 1.1.0 and 1.1.1 take; FUS 1.2.0 brings its own, and 2.0.1 goes in after FUS 2.");
            else if (situation.Info.Safeboot >= file.Image.Version)
                return;
            else if (_fus < FusReleases.V2_0_0)
                _refusals.Add($"Safeboot {file.Image.Version} is installed by FUS 2.0.0 and later; FUS {_fus} is on the chip.");
            else if (wish.KeepPairing)
                _refusals.Add("Safeboot takes the part back to how it was delivered; pairing data cannot be kept.");
            else if (HasWord(FusFinal.Safeboot, $"Safeboot {file.Image.Version} erases all of user flash"))
                AddSafeboot(file);
        }

        /// <summary>Keys go in behind everything that loses them.</summary>
        public void StoreKeys()
        {
            if (wish.UserKeys.Count > 0 && device.Family == FusFamily.Wb1x)
                _refusals.Add($"{device.Name} has no store for user keys.");
            foreach (var key in wish.UserKeys)
                Add(new FusStep(FusStepKind.StoreUserKey, $"store a {key}", "") { Payload = key.Payload });
            if (!wish.CustomerKey.IsEmpty)
                UpdateCustomerKey();
            if (wish.LockCustomerKey && HasWord(FusFinal.CustomerKeyLock, "The customer's authentication key can never be replaced once it is locked"))
                Add(new FusStep(FusStepKind.LockCustomerKey, "lock the customer's authentication key", "the possibility to replace the key") { Final = FusFinal.CustomerKeyLock });
        }

        /// <summary>Without a stack FUS remembers 0xFFFFFFFF as the oldest version it takes: no stack ever goes in again (ST wiki, STM32WB FUS, FAQ).</summary>
        public void ActivateAntiRollback()
        {
            if (!wish.AntiRollback)
                return;
            if (_fus < FusReleases.V1_2_0)
                _refusals.Add($"Anti-rollback is activated on FUS 1.2.0 and later; FUS {_fus} is on the chip.");
            else if (_stack is not { } stack)
                _refusals.Add("Anti-rollback without a stack would close the part to every stack for ever. Install the stack first.");
            else if (HasWord(FusFinal.AntiRollback, $"No stack older than {stack} goes in once anti-rollback is active"))
                Add(new FusStep(FusStepKind.AntiRollback, $"activate anti-rollback at stack {stack}", $"the possibility to install a stack older than {stack}") { Final = FusFinal.AntiRollback });
        }

        private void AddSafeboot(FusFile file)
        {
            Delete("Safeboot goes in only where no stack is");
            if (Address(file, null) is not { } address)
                return;
            Add(new FusStep(FusStepKind.InstallSafeboot, $"install Safeboot {file.Image.Version} at 0x{address:X8}", "all of user flash, and pairing data")
            {
                File = file, Address = address, Final = FusFinal.Safeboot,
            });
            _boundary = device.UserPages;
        }

        private void UpdateCustomerKey()
        {
            if (wish.CustomerKey.Length != CustomerKeyBytes)
                _refusals.Add($"An authentication key has {CustomerKeyBytes} bytes, both coordinates of its point; this one has {wish.CustomerKey.Length}.");
            else if (HasWord(FusFinal.CustomerKey, "The part takes only images that are signed with it as well once it has the customer's authentication key"))
                Add(new FusStep(FusStepKind.UpdateCustomerKey, "store the customer's authentication key", "the possibility to install images without the customer's signature")
                {
                    Payload = (byte[])[CustomerKeyBytes, .. wish.CustomerKey.Span], Final = FusFinal.CustomerKey,
                });
        }

        private bool HasWord(FusFinal final, string why)
        {
            if (wish.Final.HasFlag(final))
                return true;
            _refusals.Add($"{why}. This cannot be taken back: it needs the word \"{FusFinals.Word(final)}\" among what is irreversible.");
            return false;
        }
    }
}
