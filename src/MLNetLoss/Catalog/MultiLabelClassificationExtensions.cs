using Microsoft.ML.Runtime;
using MLNetLoss.Interop;

namespace Microsoft.ML;

/// <summary>Adds multi-label classification to <see cref="MLContext"/>, beside ML.NET's own tasks.</summary>
public static class MultiLabelClassificationExtensions
{
    extension(MLContext ml)
    {
        /// <summary>
        /// Trainers and evaluation for multi-label classification. Using it also registers this library's components with the context, as
        /// <see cref="RegisterMultiLabel"/> does, so that models that contain them can be loaded.
        /// </summary>
        public MultiLabelClassificationCatalog MultiLabelClassification
        {
            get
            {
                ArgumentNullException.ThrowIfNull(ml);
                ModelComponents.Register(ml.ComponentCatalog);
                return new MultiLabelClassificationCatalog(ml);
            }
        }
    }

    /// <summary>
    /// Registers this library's components with a catalog, so that <c>ml.Model.Load</c> can load models that contain them. Call it once in a
    /// program that loads a model and does not use <c>ml.MultiLabelClassification</c>. Calling it again does nothing.
    /// </summary>
    /// <param name="catalog">The catalog, <c>ml.ComponentCatalog</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    public static void RegisterMultiLabel(this ComponentCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ModelComponents.Register(catalog);
    }
}
