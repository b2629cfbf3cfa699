namespace MLNetLoss.Losses;

/// <summary>The losses as functions, named as in PyTorch's <c>torch.nn.functional</c>, for float and double.</summary>
/// <remarks>
/// <para>Spans hold an N x L matrix row by row. Weights, whose number must divide the input's length, repeat from the start: one weight is
/// for all elements, L weights are per label, N·L per element.</para>
/// <para>Sums, means and gradients are computed in double throughout, also for floats; element losses of floats are accurate to 2 ulp (below the
/// smallest normal number they may be 0). Results are the same, bit for bit, on every run, for any number of threads, and for every vector width,
/// except the sign of a NaN.</para>
/// </remarks>
// The files of this class declare the functions for float. The build compiles a second copy of each with double for float, made by
// WriteDoubleFunctions in the project file. The functions are not generic because C# before 14, like other languages, does not infer the type
// parameter of a span from an array.
// Overloads with a destination have priority: in a call (x, t, default, default, destination) with arrays, the fourth argument could also be
// a reduction and the fifth posWeight, but a destination is meant.
public static partial class Functional
{
}
