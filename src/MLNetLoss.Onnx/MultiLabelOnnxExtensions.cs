using Google.Protobuf;
using MLNetLoss.Onnx;

namespace Microsoft.ML;

/// <summary>Saves multi-label models as ONNX: <c>model.SaveAsOnnx(path)</c>.</summary>
/// <remarks>
/// <para>
/// The ONNX model takes <c>Features</c> (float, [N, D]) and gives <c>Score</c> (float, [N, L], the logits), <c>Probability</c> (float,
/// [N, L]) and <c>PredictedLabel</c> (bool, [N, L], by the model's thresholds). N is free. It has IR version 4 and operator set 9, which
/// every runtime since ONNX 1.4 reads.
/// </para>
/// <para>
/// Of a chain, only its multi-label predictor is saved, and the calibrator after it, whose probabilities and decisions replace the
/// predictor's own. Other steps, such as featurizers, are not: the ONNX model begins with the features.
/// </para>
/// <para>
/// Its metadata contains the label names (<c>label_names</c>) and, if there are any, the feature names (<c>feature_names</c>), each a JSON
/// array of strings. Weights are written densely.
/// </para>
/// </remarks>
public static class MultiLabelOnnxExtensions
{
    extension(ITransformer model)
    {
        /// <summary>
        /// Saves the model and its thresholds as an ONNX file. It is written to a temporary file in the same directory and then moved, so that
        /// if saving fails, an existing file is kept intact.
        /// </summary>
        /// <param name="path">The file; replaced if it exists.</param>
        /// <exception cref="ArgumentException">
        /// The model is neither a multi-label predictor nor a chain with one, or has more than one, or a calibrator of other scores.
        /// </exception>
        /// <exception cref="IOException">The file cannot be written.</exception>
        /// <exception cref="UnauthorizedAccessException">The file may not be written, or is a directory.</exception>
        /// <exception cref="NotSupportedException">
        /// The weights take more than an ONNX file can hold, 2 GB, or a label is calibrated by isotonic regression.
        /// </exception>
        public void SaveAsOnnx(string path)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentException.ThrowIfNullOrEmpty(path);
            // As the sample's AtomicFile does: package and program are independent and share no internals.
            string temporary = $"{Path.GetFullPath(path)}.{Path.GetRandomFileName()}.tmp";
            try
            {
                using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write))
                    model.SaveAsOnnx(stream);
                File.Move(temporary, path, overwrite: true);
            }
            catch
            {
                File.Delete(temporary);
                throw;
            }
        }

        /// <summary>Writes the model and its thresholds as ONNX.</summary>
        /// <param name="stream">The destination; left open, after what was written.</param>
        /// <exception cref="ArgumentException">
        /// The stream cannot be written to, or the model is neither a multi-label predictor nor a chain with one, or has more than one, or a
        /// calibrator of other scores.
        /// </exception>
        /// <exception cref="NotSupportedException">
        /// The weights take more than an ONNX file can hold, 2 GB, or a label is calibrated by isotonic regression.
        /// </exception>
        public void SaveAsOnnx(Stream stream)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(stream);
            if (!stream.CanWrite)
                throw new ArgumentException("The stream cannot be written to.", nameof(stream));
            OnnxSteps steps = OnnxSteps.Of(model);
            OnnxModel.From(steps.Predictor, steps.Calibrator).WriteTo(stream);
        }
    }
}
