namespace MLNetLoss.Solvers;

/// <summary>How gradient descent turns the gradient of a batch into a step.</summary>
public enum UpdateRule
{
    /// <summary>
    /// The default, which needs no tuning: each weight's gradient divided by the root mean square of its gradients so far, with more weight on
    /// later ones, as a step in its feature's own scale, so that features may have any units. Dense features are centred on the fly, the bias
    /// starts at the label's log-odds, and the step size falls to zero, which leaves no noise at the end.
    /// </summary>
    Adaptive,

    /// <summary>Plain stochastic gradient descent: <c>w -= rate * g</c>.</summary>
    Sgd,

    /// <summary>Heavy ball (Polyak 1964): <c>v = momentum * v + g; w -= rate * v</c>.</summary>
    Momentum,

    /// <summary>Nesterov's momentum as in Sutskever et al. 2013: <c>v = momentum * v + g; w -= rate * (g + momentum * v)</c>.</summary>
    Nesterov,

    /// <summary>AdaGrad (Duchi, Hazan and Singer 2011): <c>h += g²; w -= rate * g / (sqrt(h) + epsilon)</c>.</summary>
    AdaGrad,

    /// <summary>Adam (Kingma and Ba 2015).</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
    AdamW,
}
