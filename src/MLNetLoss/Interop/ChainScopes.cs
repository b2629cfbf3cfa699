using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Interop;

/// <summary>The scopes of a chain's steps: training, testing, scoring, or several of these.</summary>
internal static class ChainScopes
{
    private static readonly TransformerScope[] s_parts = [TransformerScope.Training, TransformerScope.Testing, TransformerScope.Scoring];

    /// <summary>Replaces each step of a chain and keeps its scope.</summary>
    /// <param name="chain">A <see cref="TransformerChain{TLastTransformer}"/> with any last step, or another list of steps.</param>
    /// <param name="change">Makes the new step from the old one.</param>
    public static TransformerChain<ITransformer> Select(IEnumerable<ITransformer> chain, Func<ITransformer, ITransformer> change)
    {
        ITransformer[] steps = [.. chain];
        TransformerScope[] scopes = Of(chain, steps);
        var changed = new TransformerChain<ITransformer>();
        for (int i = 0; i < steps.Length; i++)
            changed = changed.Append(change(steps[i]), scopes[i]);
        return changed;
    }

    private static TransformerScope[] Of(IEnumerable<ITransformer> chain, ITransformer[] steps)
    {
        // Chains with different last steps share no public type, but each can be asked for the steps of one scope.
        MethodInfo? stepsFor = chain.GetType().GetMethod(nameof(TransformerChain<>.GetModelFor), [typeof(TransformerScope)]);
        var scopes = new TransformerScope[steps.Length];
        if (stepsFor is null)
        {
            Array.Fill(scopes, TransformerScope.Everything);
            return scopes;
        }

        foreach (TransformerScope part in s_parts)
        {
            var left = new Queue<ITransformer>((IEnumerable<ITransformer>)stepsFor.Invoke(chain, [part])!);
            for (int i = 0; i < steps.Length; i++)
            {
                if (!left.TryPeek(out ITransformer? step) || step != steps[i])
                    continue;
                scopes[i] |= part;
                left.Dequeue();
            }
        }

        return scopes;
    }
}
