// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Yaml;

/// <summary>The words a key may have and what each means, in the order they are shown.</summary>
internal sealed class Words<T>(params (string Word, T Value)[] entries)
    where T : struct, Enum
{
    public IEnumerable<string> All => entries.Select(entry => entry.Word);

    public bool TryFind(string word, out T value)
    {
        foreach (var entry in entries)
        {
            if (entry.Word == word)
            {
                value = entry.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    public string Of(T value)
    {
        return entries.First(entry => EqualityComparer<T>.Default.Equals(entry.Value, value)).Word;
    }
}
