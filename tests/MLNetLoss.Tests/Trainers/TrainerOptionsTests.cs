using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Trainers;

/// <summary>Options out of range are told all at once, and nobody writes to the caller's object.</summary>
[TestClass]
public sealed class TrainerOptionsTests
{
    private static readonly MLContext s_ml = new(1);

    [TestMethod]
    public void GradientDescent_FaultsAreAllNamed()
    {
        var options = new GradientDescentTrainer.Options
        {
            LabelColumnName = "",
            FeatureColumnName = null!,
            ExampleWeightColumnName = "",
            CellWeightColumnName = "",
            PosWeight = [1, -2],
            BalancePosWeight = true,
            LearningRate = -1,
            L2Regularization = double.NaN,
            NumberOfIterations = 0,
            Threads = -2,
            MemoryBudget = 0,
            ValidationMeasure = "beauty",
        };
        string before = Describe(options);
        var e = Assert.ThrowsExactly<ArgumentException>(() => s_ml.MultiLabelClassification.Trainers.GradientDescent(options));
        Assert.AreEqual(
            "Options of gradient descent are out of range: LabelColumnName must be a column's name, but is empty; "
            + "FeatureColumnName must be a column's name, but is null; "
            + "ExampleWeightColumnName must be a column's name or null, but is empty; "
            + "CellWeightColumnName must be a column's name or null, but is empty; "
            + "PosWeight must be one or more finite numbers of at least 0, but is [1, -2]; "
            + "BalancePosWeight must be false where PosWeight is given, but is True; "
            + "LearningRate must be positive and finite, but is -1; "
            + "L2Regularization must be zero or more and finite, but is NaN; "
            + "NumberOfIterations must be at least 1, but is 0; "
            + "Threads must be zero (one a processor) or more, but is -2; "
            + "MemoryBudget must be at least 1 byte, but is 0; "
            + "ValidationMeasure must be the key of a measure, such as micro_f1, lrap or precision_at_5, but is 'beauty'.",
            e.Message);
        Assert.AreEqual(before, Describe(options));
    }

    [TestMethod]
    public void LogisticRegression_FaultsAreAllNamed()
    {
        var options = new LogisticRegressionTrainer.Options
        {
            LabelColumnName = "",
            PosWeight = [],
            L2Regularization = -1,
            L2Regularizations = [1, double.PositiveInfinity],
            ValidationFraction = 0,
            Tolerance = 2,
            NumberOfIterations = 0,
            Threads = -1,
            MemoryBudget = -5,
        };
        string before = Describe(options);
        var e = Assert.ThrowsExactly<ArgumentException>(() => s_ml.MultiLabelClassification.Trainers.LogisticRegression(options));
        Assert.AreEqual(
            "Options of logistic regression are out of range: LabelColumnName must be a column's name, but is empty; "
            + "PosWeight must be one or more finite numbers of at least 0, but is []; "
            + "L2Regularization must be zero or more and finite, but is -1; "
            + "Tolerance must be in (0, 1), but is 2; "
            + "NumberOfIterations must be at least 1, but is 0; "
            + "Threads must be zero (one a processor) or more, but is -1; "
            + "MemoryBudget must be at least 1 byte, but is -5; "
            + "L2Regularizations must be one or more finite numbers of at least 0, but is [1, Infinity]; "
            + "ValidationFraction must be in (0, 1), but is 0.",
            e.Message);
        Assert.AreEqual(before, Describe(options));
    }

    [TestMethod]
    public void OptionsAreCopied_AndNotWrittenTo()
    {
        IDataView data = SyntheticRows.View(s_ml, SyntheticRows.Make(60));
        var options = new GradientDescentTrainer.Options { PosWeight = [2, 1, 1], NumberOfIterations = 2 };
        string before = Describe(options);
        GradientDescentTrainer trainer = s_ml.MultiLabelClassification.Trainers.GradientDescent(options);
        float[] weights = trainer.Fit(data).Model.Model.Weights;
        Assert.AreEqual(before, Describe(options));

        // What becomes of the object later is nothing to the trainer.
        options.PosWeight[0] = 50;
        options.NumberOfIterations = 30;
        options.FeatureColumnName = "Nothing";
        CollectionAssert.AreEqual(weights, trainer.Fit(data).Model.Model.Weights);

        var exact = new LogisticRegressionTrainer.Options { L2Regularizations = new List<double> { 0.5, 2 } };
        before = Describe(exact);
        LogisticRegressionTrainer solver = s_ml.MultiLabelClassification.Trainers.LogisticRegression(exact);
        ((List<double>)exact.L2Regularizations).Clear();
        Assert.HasCount(2, solver.Fit(data).Model.Training!.RegularizationPath);
    }

    [TestMethod]
    public void OptionsReachTheSolver()
    {
        var descent = new GradientDescentTrainer.Options();
        var exact = new LogisticRegressionTrainer.Options();
        Change(descent);
        Change(exact);
        Assert.AreEqual(20, AssertSame(descent, descent.ToSettings()));
        Assert.AreEqual(9, AssertSame(exact, exact.ToSettings()));

        static void Change(MultiLabelTrainerOptions options)
        {
            foreach (PropertyInfo property in options.GetType().GetProperties())
            {
                object? value = property.GetValue(options);
                Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
                if (type == typeof(float[]))
                    property.SetValue(options, new float[] { 2, 3 });
                else if (type == typeof(bool))
                    property.SetValue(options, !(bool)value!);
                else if (type.IsEnum)
                    property.SetValue(options, Enum.GetValues(type).Cast<object>().First(other => !other.Equals(value)));
                else if (type.IsPrimitive)
                    property.SetValue(options, Convert.ChangeType(Convert.ToDouble(value ?? 2, CultureInfo.InvariantCulture) + 3, type, CultureInfo.InvariantCulture));
            }
        }

        // Every setting has an option of the same name.
        static int AssertSame(MultiLabelTrainerOptions options, object settings)
        {
            PropertyInfo[] properties = [.. settings.GetType().GetProperties().Where(property => property.CanWrite)];
            foreach (PropertyInfo property in properties)
            {
                object? option = options.GetType().GetProperty(property.Name)!.GetValue(options), setting = property.GetValue(settings);
                if (option is float[] values)
                    CollectionAssert.AreEqual(values, (float[])setting!);
                else
                    Assert.AreEqual(option, setting, property.Name);
            }

            return properties.Length;
        }
    }

    [TestMethod]
    public void CatalogAndOptionsShareTheirDefaults()
    {
        AssertDefaults(new GradientDescentTrainer.Options(), nameof(GradientDescentTrainer)[..^"Trainer".Length]);
        AssertDefaults(new LogisticRegressionTrainer.Options(), nameof(LogisticRegressionTrainer)[..^"Trainer".Length]);

        static void AssertDefaults(MultiLabelTrainerOptions options, string method)
        {
            MethodInfo simple = typeof(MultiLabelClassificationCatalog.MultiLabelClassificationTrainers).GetMethods()
                .Single(candidate => candidate.Name == method && candidate.GetParameters().Length > 1);
            foreach (ParameterInfo parameter in simple.GetParameters())
            {
                PropertyInfo option = options.GetType().GetProperties().Single(
                    property => property.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase));
                Assert.IsTrue(parameter.HasDefaultValue, parameter.Name);
                Assert.AreEqual(option.GetValue(options), parameter.DefaultValue, parameter.Name);
            }
        }
    }

    private static string Describe(MultiLabelTrainerOptions options) => string.Join('\n', options.GetType().GetProperties()
        .Select(property => $"{property.Name}={property.GetValue(options) switch
        {
            float[] numbers => string.Join(',', numbers),
            IEnumerable<double> numbers => string.Join(',', numbers),
            object value => value.ToString(),
            null => "null",
        }}"));
}
