using System.Globalization;
using MLNetLoss.Fuzz;

// MLNetLoss.Fuzz TARGET|all [--inputs N] [--seconds S] [--seed N] [--first I] [--findings FOLDER]
// MLNetLoss.Fuzz TARGET --replay FILE
// MLNetLoss.Fuzz make-corpus FOLDER
if (args is ["make-corpus", var folder])
{
    ModelCorpus.Write(folder);
    return 0;
}

string Option(string name, string otherwise) => Array.IndexOf(args, name) is >= 0 and int at && at + 1 < args.Length ? args[at + 1] : otherwise;

string name = args is [var first, ..] ? first : "";
int failures = 0;
foreach (string each in name == "all" ? FuzzTarget.Names : [name])
{
    using (FuzzTarget target = FuzzTarget.Create(each))
    {
        if (Option("--replay", "") is { Length: > 0 } file)
        {
            Console.WriteLine(target.Try(File.ReadAllBytes(file), new Random(1)) ? "taken" : "refused");
            continue;
        }

        int seed = int.Parse(Option("--seed", "1"), CultureInfo.InvariantCulture);
        FuzzReport report = new FuzzRun(target, seed, Console.Error).Run(
            long.Parse(Option("--first", "0"), CultureInfo.InvariantCulture),
            long.Parse(Option("--inputs", "1000000"), CultureInfo.InvariantCulture),
            TimeSpan.FromSeconds(double.Parse(Option("--seconds", "86400"), CultureInfo.InvariantCulture)));
        Console.WriteLine($"{target.Name}: {report}");
        foreach (FuzzFinding finding in report.Findings)
        {
            Console.WriteLine($"  input {finding.Index} of seed {seed}, {finding.Input.Length} bytes: {finding.Message}");
            if (Option("--findings", "") is { Length: > 0 } findings)
            {
                Directory.CreateDirectory(findings);
                File.WriteAllBytes(Path.Combine(findings, $"{target.Name}-{seed}-{finding.Index}"), finding.Input);
            }
        }

        failures += report.Findings.Count;
    }
}

return failures == 0 ? 0 : 1;
