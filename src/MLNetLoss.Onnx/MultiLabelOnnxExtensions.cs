using Google.Protobuf;
using MLNetLoss.Onnx;
using MLNetLoss.Trainers;

namespace Microsoft.ML;

/// <summary>Saves multi-label models as ONNX: <c>model.SaveAsOnnx(path)</c>.</summary>
/// <remarks>
/// <para>
/// The ONNX model takes <c>Features</c> (float, [N, D]) and gives <c>Score</c> (float, [N, L], the logits), <c>Probability</c> (float,
/// [N, L]) and <c>PredictedLabel</c> (bool, [N, L], by the thresholds of the model). N is free. It is of IR version 4 and operator
/// set 9, which every runtime since ONNX 1.4 reads.
/// </para>
/// <para>
/// Its metadata name the labels (<c>label_names</c>) and, where they have names, the features (<c>feature_names</c>), each a JSON
/// array of texts. Weights are written densely.
/// </para>
/// </remarks>
public static class MultiLabelOnnxExtensions
{
    extension(MultiLabelPredictionTransformer model)
    {
        /// <summary>
        /// Saves the model and its thresholds as an ONNX file. The file is written beside its place under another name and then moved
        /// there: when saving fails, a file that stood there before still does, whole.
        /// </summary>
        /// <param name="path">The file; one that exists is replaced.</param>
        /// <exception cref="IOException">The file cannot be written.</exception>
        /// <exception cref="NotSupportedException">The weights take more than an ONNX file can hold, 2 GB.</exception>
        public void SaveAsOnnx(string path)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentException.ThrowIfNullOrEmpty(path);
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
        /// <param name="stream">Where to; it is left open, behind what was written.</param>
        /// <exception cref="ArgumentException">The stream cannot be written to.</exception>
        /// <exception cref="NotSupportedException">The weights take more than an ONNX file can hold, 2 GB.</exception>
        public void SaveAsOnnx(Stream stream)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(stream);
            if (!stream.CanWrite)
                throw new ArgumentException("The stream cannot be written to.", nameof(stream));
            OnnxModel.From(model).WriteTo(stream);
        }
    }
}
