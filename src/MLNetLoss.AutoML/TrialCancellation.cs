using System.Runtime.CompilerServices;
using Microsoft.ML;

namespace MLNetLoss.AutoML;

/// <summary>
/// Passes a trial's token to the trainers built for it. AutoML gives them only a context and parameters, but each trial has its own context.
/// </summary>
internal static class TrialCancellation
{
    private static readonly ConditionalWeakTable<MLContext, StrongBox<CancellationToken>> s_tokens = [];

    /// <summary>Associates a token with a context, for trainers built with it.</summary>
    /// <param name="context">The trial's context.</param>
    /// <param name="cancellation">The trial's token.</param>
    public static void Attach(MLContext context, CancellationToken cancellation) =>
        s_tokens.AddOrUpdate(context, new StrongBox<CancellationToken>(cancellation));

    /// <summary>The token of a context; none if it does not belong to a trial.</summary>
    /// <param name="context">The context.</param>
    public static CancellationToken Of(MLContext context) =>
        s_tokens.TryGetValue(context, out StrongBox<CancellationToken>? token) ? token.Value : CancellationToken.None;
}
