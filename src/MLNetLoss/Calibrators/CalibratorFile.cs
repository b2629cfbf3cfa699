using MLNetLoss.Interop;
using MLNetLoss.Solvers.Calibration;

namespace MLNetLoss.Calibrators;

/// <summary>One label's calibrator in a model file: its method, then its numbers.</summary>
internal static class CalibratorFile
{
    /// <summary>Writes it.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="calibrator">The calibrator; null for none.</param>
    public static void Write(ModelWriter writer, LabelCalibrator? calibrator)
    {
        switch (calibrator)
        {
            case PlattCalibrator platt:
                writer.Write((int)CalibrationMethod.Platt);
                writer.Write(platt.Slope);
                writer.Write(platt.Offset);
                break;
            case IsotonicCalibrator isotonic:
                writer.Write((int)CalibrationMethod.Isotonic);
                writer.Write<float>([.. isotonic.Scores]);
                writer.Write<double>([.. isotonic.Probabilities]);
                break;
            default:
                writer.Write((int)CalibrationMethod.None);
                break;
        }
    }

    /// <summary>Reads it.</summary>
    /// <param name="reader">Where it comes from.</param>
    /// <returns>The calibrator; null for none.</returns>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static LabelCalibrator? Read(ModelReader reader)
    {
        var method = (CalibrationMethod)reader.ReadInt32();
        try
        {
            return method switch
            {
                CalibrationMethod.None => null,
                CalibrationMethod.Platt => new PlattCalibrator(reader.ReadDouble(), reader.ReadDouble()),
                CalibrationMethod.Isotonic => new IsotonicCalibrator(reader.ReadArray<float>(), reader.ReadArray<double>()),
                _ => throw reader.Damaged($"it has the calibration method {(int)method}"),
            };
        }
        catch (ArgumentException e)
        {
            throw reader.Damaged($"one of its calibrators makes no sense: {e.Message.TrimEnd('.')}");
        }
    }
}
