using System.Globalization;

namespace MLNetLoss.Tests.Docs;

/// <summary>
/// Runs a document's code as the program it would be: in a folder of its own, where it may leave files, in the culture of what the document
/// shows, and with what it prints kept. Current directory and standard output belong to the whole process, so the test must not run beside
/// others.
/// </summary>
internal static class PrintingCode
{
    /// <summary>Runs the code.</summary>
    /// <param name="code">The code.</param>
    /// <param name="files">Files that it must leave.</param>
    /// <returns>What it printed.</returns>
    public static string Run(Action code, params string[] files)
    {
        using var folder = new TemporaryDirectory();
        using var printed = new StringWriter();
        TextWriter standardOut = Console.Out;
        string startedIn = Environment.CurrentDirectory;
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            Console.SetOut(printed);
            Environment.CurrentDirectory = folder.Path;
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            code();
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
            Environment.CurrentDirectory = startedIn;
            Console.SetOut(standardOut);
        }

        CollectionAssert.AreEqual(files, folder.FileNames);
        return printed.ToString();
    }
}
