using MLNetLoss.Interop;

namespace Microsoft.ML;

/// <summary>Model files that may have come to harm on their way: <c>ml.Model.LoadVerified</c>.</summary>
public static class ModelFileCatalog
{
    extension(ModelOperationsCatalog catalog)
    {
        /// <summary>
        /// Loads a model as <c>ml.Model.Load</c> does, after <c>Verify</c>: a damaged file is an error. ML.NET 5.0.1 may wait
        /// for ever on one, or take memory without bounds. Knows this library's components without <c>RegisterMultiLabel</c>.
        /// </summary>
        /// <param name="filePath">The file.</param>
        /// <param name="inputSchema">The columns of the data it was trained on; null when the file does not say.</param>
        /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
        /// <exception cref="InvalidDataException">It is no model file, or a damaged one.</exception>
        public ITransformer LoadVerified(string filePath, out DataViewSchema? inputSchema)
        {
            using FileStream stream = File.OpenRead(filePath);
            CatalogEnvironment.Of(catalog);
            ModelArchive.Verify(stream, filePath);
            return catalog.Load(stream, out inputSchema);
        }

        /// <summary>
        /// Loads a model as <c>ml.Model.Load</c> does, after <c>Verify</c>: a damaged one is an error. ML.NET 5.0.1 may wait
        /// for ever on one, or take memory without bounds. Knows this library's components without <c>RegisterMultiLabel</c>.
        /// </summary>
        /// <param name="stream">The model file from its beginning to its end; it can seek.</param>
        /// <param name="inputSchema">The columns of the data it was trained on; null when the file does not say.</param>
        /// <exception cref="ArgumentException">The stream cannot seek.</exception>
        /// <exception cref="InvalidDataException">It is no model file, or a damaged one.</exception>
        public ITransformer LoadVerified(Stream stream, out DataViewSchema? inputSchema)
        {
            ArgumentNullException.ThrowIfNull(stream);
            CatalogEnvironment.Of(catalog);
            ModelArchive.Verify(stream, "The stream");
            return catalog.Load(stream, out inputSchema);
        }

        /// <summary>
        /// Checks that a model file holds what was written into it: the length and the checksum (CRC-32) of every part. It finds damage, such
        /// as a transfer that was cut short; not malice, for who can change a file can change its checksums.
        /// </summary>
        /// <param name="filePath">The file.</param>
        /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
        /// <exception cref="InvalidDataException">It is no model file, or a damaged one.</exception>
        public void Verify(string filePath)
        {
            ArgumentNullException.ThrowIfNull(catalog);
            using FileStream stream = File.OpenRead(filePath);
            ModelArchive.Verify(stream, filePath);
        }

        /// <summary>
        /// Checks that a model file holds what was written into it: the length and the checksum (CRC-32) of every part. It finds damage, such
        /// as a transfer that was cut short; not malice, for who can change a file can change its checksums.
        /// </summary>
        /// <param name="stream">The model file from its beginning to its end; it can seek, and is left at its beginning.</param>
        /// <exception cref="ArgumentException">The stream cannot seek.</exception>
        /// <exception cref="InvalidDataException">It is no model file, or a damaged one.</exception>
        public void Verify(Stream stream)
        {
            ArgumentNullException.ThrowIfNull(catalog);
            ArgumentNullException.ThrowIfNull(stream);
            ModelArchive.Verify(stream, "The stream");
        }
    }
}
