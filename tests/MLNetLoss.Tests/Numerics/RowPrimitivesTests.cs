using MLNetLoss.Numerics;

namespace MLNetLoss.Tests.Numerics;

[TestClass]
public sealed class RowPrimitivesTests
{
    [TestMethod]
    public void ScaledRowsAddUpAtEveryLength()
    {
        var random = new Random(1);
        for (int length = 1; length <= 150; length++)
        {
            float[] matrix = Numbers(random, 7 * length);
            float[] start = Numbers(random, length);
            int[] indices = [0, 2, 3, 6];
            float[] values = Numbers(random, 4);
            var destination = new float[length + 3];

            RowPrimitives.AddScaledRows(matrix, length, indices, values, start, destination);

            for (int l = 0; l < length; l++)
            {
                double expected = start[l];
                for (int i = 0; i < 4; i++)
                    expected += (double)values[i] * matrix[(indices[i] * length) + l];
                Assert.AreEqual(expected, destination[l], 1e-6, $"label {l} of {length}");
            }

            CollectionAssert.AreEqual(new float[3], destination[length..]);

            float[] dense = [values[0], 0f, values[1], values[2], 0f, 0f, values[3]];
            var same = new float[length];
            RowPrimitives.AddScaledRows(matrix, length, default, dense, start, same);
            CollectionAssert.AreEqual(destination[..length], same);
        }
    }

    [TestMethod]
    public void PaddedRowsAddUpForAnyVectorsOfLabels()
    {
        var random = new Random(2);
        const int Vectors = 17;
        const int Stride = Vectors * RowPrimitives.Lane;
        float[] matrix = Numbers(random, 5 * Stride);
        int[] indices = [4, 1, 1, 0];
        float[] values = Numbers(random, 4);
        for (int count = 1; count <= Vectors; count++)
        {
            var destination = new float[Stride];
            RowPrimitives.SumScaledRows(ref matrix[0], Stride, indices, values, ref destination[0], count);
            for (int l = 0; l < count * RowPrimitives.Lane; l++)
            {
                double expected = 0;
                for (int i = 0; i < 4; i++)
                    expected += (double)values[i] * matrix[(indices[i] * Stride) + l];
                Assert.AreEqual(expected, destination[l], 1e-6);
            }

            Assert.IsTrue(Array.TrueForAll(destination[(count * RowPrimitives.Lane)..], value => value == 0));
        }
    }

    [TestMethod]
    public void WhatDoesNotFitIsRefused()
    {
        var scores = new float[3];
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => RowPrimitives.AddScaledRows(new float[6], 3, [2], [1f], new float[3], scores));
        Assert.ThrowsExactly<ArgumentException>(() => RowPrimitives.AddScaledRows(new float[6], 3, [1, 0], [1f], new float[3], scores));
        Assert.ThrowsExactly<ArgumentException>(() => RowPrimitives.AddScaledRows(new float[6], 3, default, [1f, 1f, 1f], new float[3], scores));
        Assert.ThrowsExactly<ArgumentException>(() => RowPrimitives.AddScaledRows(new float[6], 3, [1], [1f], new float[2], scores));
        Assert.ThrowsExactly<ArgumentException>(() => RowPrimitives.AddScaledRows(new float[6], 3, [1], [1f], new float[3], new float[2]));
    }

    private static float[] Numbers(Random random, int count)
    {
        var numbers = new float[count];
        for (int i = 0; i < count; i++)
            numbers[i] = (float)((2 * random.NextDouble()) - 1);
        return numbers;
    }
}
