// SPDX-License-Identifier: Apache-2.0
using System.Reflection;

namespace Appliance.Lab.Tests.PowerCuts;

/// <summary>
/// A writer that trusts LiteDB as it comes: opens a file, inserts a document a turn, and acknowledges what LiteDB said is committed. It says <c>HAS N</c> of what
/// the file held at the start, or <c>HAS nothing that can be read</c>, then <c>READY</c> and <c>ACK N</c>. LiteDB is in the full package set alone, hence looked for
/// by name. Started as <c>dotnet Appliance.Lab.Tests.dll litedb FOLDER</c>.
/// </summary>
internal static class LiteDbWriter
{
    /// <summary>Whether LiteDB is there.</summary>
    public static bool IsThere => Find() is not null;

    /// <summary>Runs until it is killed.</summary>
    public static void Run(string folder, Action<string> say)
    {
        var library = Find()!;
        var document = library.GetType("LiteDB.BsonDocument", throwOnError: true)!;
        try
        {
            dynamic database = Activator.CreateInstance(library.GetType("LiteDB.LiteDatabase", throwOnError: true)!, Path.Combine(folder, "alone.db"), null)!;
            var rows = database.GetCollection("rows");
            say($"HAS {rows.Count()}");
            say("READY");
            for (var n = (int)rows.Count() + 1; ; n++)
            {
                rows.Insert((dynamic)Activator.CreateInstance(document)!);
                say($"ACK {n}");
            }
        }
        catch (Exception broken) when (broken is TargetInvocationException or IOException || broken.GetType().Namespace == "LiteDB")
        {
            say("HAS nothing that can be read");
            say("READY");
        }
    }

    private static Assembly? Find()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "LiteDB.dll");
        return File.Exists(path) ? Assembly.LoadFrom(path) : null;
    }
}
