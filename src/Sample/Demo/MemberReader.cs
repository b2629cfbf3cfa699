using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace MLNetLoss.Sample.Demo;

/// <summary>Reads the members of an XML documentation file that document at least one exception.</summary>
internal static partial class MemberReader
{
    /// <summary>Streams a file's members.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <exception cref="InvalidDataException">The file is no well-formed XML; the message names it.</exception>
    public static List<DocumentedMember> Read(string path, CancellationToken cancellationToken = default)
    {
        var members = new List<DocumentedMember>();
        try
        {
            using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            while (reader.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (reader is { NodeType: XmlNodeType.Element, Name: "member" } && ReadMember(reader) is { } member)
                    members.Add(member);
            }
        }
        catch (XmlException exception)
        {
            throw new InvalidDataException($"{path}: not a well-formed XML documentation file: {exception.Message}", exception);
        }
        return members;
    }

    private static DocumentedMember? ReadMember(XmlReader reader)
    {
        string id = reader.GetAttribute("name") ?? "";
        if (id.Length < 3 || id[1] != ':' || reader.IsEmptyElement)
            return null;
        (string declaringType, string name) = Split(id);

        var text = new StringBuilder(SplitWords(name));
        var exceptions = new SortedSet<string>(StringComparer.Ordinal);
        int depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element || reader.Depth != depth + 1)
                continue;
            switch (reader.Name)
            {
                case "summary":
                    AppendText(reader, text);
                    break;
                case "param":
                    text.Append(' ').Append(SplitWords(reader.GetAttribute("name") ?? ""));
                    AppendText(reader, text);
                    break;
                case "exception" when reader.GetAttribute("cref") is ['T', ':', .. var type]:
                    exceptions.Add(type[(type.LastIndexOf('.') + 1)..]);
                    break;
            }
        }
        return exceptions.Count == 0 ? null
            : new DocumentedMember(id, declaringType, Spaces().Replace(text.ToString(), " ").Trim(), [.. exceptions]);
    }

    // Appends an element's text; a reference in it (<see cref="T:System.IO.Stream"/>) reads as the name it shows.
    private static void AppendText(XmlReader reader, StringBuilder text)
    {
        if (reader.IsEmptyElement)
            return;
        int depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                text.Append(' ').Append(reader.Value);
            }
            else if (reader.NodeType == XmlNodeType.Element)
            {
                if (reader.GetAttribute("cref") is { Length: > 2 } reference)
                    text.Append(' ').Append(SplitWords(Split(reference).Name));
                else if ((reader.GetAttribute("name") ?? reader.GetAttribute("langword")) is { } word)
                    text.Append(' ').Append(SplitWords(word));
            }
        }
    }

    // "M:System.Collections.Generic.List`1.Add(`0)" -> "System.Collections.Generic.List`1" and "Add".
    private static (string DeclaringType, string Name) Split(string id)
    {
        string path = id[2..];
        int parameters = path.IndexOf('(', StringComparison.Ordinal);
        if (parameters >= 0)
            path = path[..parameters];
        int dot = path.LastIndexOf('.');
        string name = path[(dot + 1)..];
        // An explicitly implemented member carries its interface's name with # for dots; what follows ` is generic arity.
        name = name[(name.LastIndexOf('#') + 1)..];
        int arity = name.IndexOf('`', StringComparison.Ordinal);
        if (arity >= 0)
            name = name[..arity];
        return (id[0] == 'T' || dot < 0 ? path : path[..dot], name);
    }

    /// <summary>"ParseHTMLString" becomes "Parse HTML String".</summary>
    /// <param name="identifier">An identifier.</param>
    public static string SplitWords(string identifier) => WordBoundary().Replace(identifier, " ");

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_+")]
    private static partial Regex WordBoundary();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
