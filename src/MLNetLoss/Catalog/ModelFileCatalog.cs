using MLNetLoss.Interop;

namespace Microsoft.ML;

/// <summary>Loading of model files that may be damaged: <c>ml.Model.LoadVerified</c>.</summary>
public static class ModelFileCatalog
{
    extension(ModelOperationsCatalog catalog)
    {
        /// <summary>
        /// Verifies a model file and loads it as <c>ml.Model.Load</c> does. A damaged file is an error, whereas ML.NET 5.0.1 may loop forever on
        /// one or allocate memory without bound. Loads this library's components without <c>RegisterMultiLabel</c>.
        /// </summary>
        /// <param name="filePath">The file.</param>
        /// <param name="inputSchema">The schema of the training data; null if the file has none.</param>
        /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
        /// <exception cref="InvalidDataException">It is not a model file, or it is damaged.</exception>
        public ITransformer LoadVerified(string filePath, out DataViewSchema? inputSchema)
        {
            using FileStream stream = File.OpenRead(filePath);
            CatalogEnvironment.Of(catalog);
            ModelArchive.Verify(stream, filePath);
            return catalog.Load(stream, out inputSchema);
        }

        /// <summary>
        /// Verifies a model file and loads it as <c>ml.Model.Load</c> does. A damaged file is an error, whereas ML.NET 5.0.1 may loop forever on
        /// one or allocate memory without bound. Loads this library's components without <c>RegisterMultiLabel</c>.
        /// </summary>
        /// <param name="stream">The whole model file; must be seekable.</param>
        /// <param name="inputSchema">The schema of the training data; null if the file has none.</param>
        /// <exception cref="ArgumentException">The stream cannot seek.</exception>
        /// <exception cref="InvalidDataException">It is not a model file, or it is damaged.</exception>
        public ITransformer LoadVerified(Stream stream, out DataViewSchema? inputSchema)
        {
            ArgumentNullException.ThrowIfNull(stream);
            CatalogEnvironment.Of(catalog);
            ModelArchive.Verify(stream, "The stream");
            return catalog.Load(stream, out inputSchema);
        }

        /// <summary>
        /// Checks the length and the checksum (CRC-32) of every part of a model file. This detects damage, such as an interrupted transfer, but
        /// not tampering: whoever can change a file can change its checksums.
        /// </summary>
        /// <param name="filePath">The file.</param>
        /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
        /// <exception cref="InvalidDataException">It is not a model file, or it is damaged.</exception>
        public void Verify(string filePath)
        {
            ArgumentNullException.ThrowIfNull(catalog);
            using FileStream stream = File.OpenRead(filePath);
            ModelArchive.Verify(stream, filePath);
        }

        /// <summary>
        /// Checks the length and the checksum (CRC-32) of every part of a model file. This detects damage, such as an interrupted transfer, but
        /// not tampering: whoever can change a file can change its checksums.
        /// </summary>
        /// <param name="stream">The whole model file; must be seekable, and is left at its beginning.</param>
        /// <exception cref="ArgumentException">The stream cannot seek.</exception>
        /// <exception cref="InvalidDataException">It is not a model file, or it is damaged.</exception>
        public void Verify(Stream stream)
        {
            ArgumentNullException.ThrowIfNull(catalog);
            ArgumentNullException.ThrowIfNull(stream);
            ModelArchive.Verify(stream, "The stream");
        }
    }
}
