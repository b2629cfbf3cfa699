using System.Runtime.CompilerServices;
using Microsoft.ML;

namespace MLNetLoss.AutoML;

/// <summary>
/// Carries a trial's token to the trainers built for it: AutoML hands them a context and parameters, and each trial has a context of its
/// own.
/// </summary>
internal static class TrialCancellation
{
    private static readonly ConditionalWeakTable<MLContext, StrongBox<CancellationToken>> s_tokens = [];

    /// <summary>Lets what is built with a context be stopped by a token.</summary>
    /// <param name="context">The trial's context.</param>
    /// <param name="cancellation">The trial's token.</param>
    public static void Attach(MLContext context, CancellationToken cancellation) =>
        s_tokens.AddOrUpdate(context, new StrongBox<CancellationToken>(cancellation));

    /// <summary>The token of a context; none where it is no trial's.</summary>
    /// <param name="context">The context.</param>
    public static CancellationToken Of(MLContext context) =>
        s_tokens.TryGetValue(context, out StrongBox<CancellationToken>? token) ? token.Value : CancellationToken.None;
}
