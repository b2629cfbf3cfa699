namespace MLNetLoss.Losses;

/// <summary>The losses as functions, named as in PyTorch's <c>torch.nn.functional</c>, for float and double.</summary>
/// <remarks>
/// <para>Spans hold an N x L matrix row by row. Weights of a length that divides the input's repeat from the start: one for all, L for
/// the labels, N·L for the elements.</para>
/// <para>Sums, means and gradients are computed in double from the first operation to the last, also for floats; element losses of floats
/// are within 2 ulp. Results have the same bits on every run, for any number of threads, and for every vector width.</para>
/// </remarks>
// The files *.Double.cs are the same for double, letter for letter: a span of a type parameter is not found where an array is passed.
// A test holds them to it.
// Overloads with a destination have priority: in (x, t, default, default, destination) with arrays, where the fourth argument could be
// a reduction and the fifth posWeight, the destination is what is meant.
public static partial class Functional
{
}
