// SPDX-License-Identifier: Apache-2.0

// A guest keeps two processors busy; two guests at once are slower than one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
