namespace Microsoft.ML.Transforms;

/// <summary>Eigen-decomposition of a small dense symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan, section 8.5).</summary>
internal static class SymmetricEigen
{
    private const int MaximumSweeps = 60;

    /// <summary>Returns the eigenvalues in descending order; row i of <paramref name="vectors"/> is the unit eigenvector of value i.</summary>
    internal static double[] Decompose(double[,] matrix, out double[,] vectors)
    {
        int size = matrix.GetLength(0);
        var a = (double[,])matrix.Clone();
        var v = new double[size, size];
        for (int i = 0; i < size; i++)
            v[i, i] = 1;

        double scale = SquaredNorm(a, offDiagonalOnly: false);
        for (int sweep = 0; sweep < MaximumSweeps && SquaredNorm(a, offDiagonalOnly: true) > 1e-30 * scale; sweep++)
            for (int p = 0; p < size - 1; p++)
                for (int q = p + 1; q < size; q++)
                    Rotate(a, v, p, q);

        var order = Enumerable.Range(0, size).OrderByDescending(i => a[i, i]).ToArray();
        var values = new double[size];
        vectors = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            values[i] = a[order[i], order[i]];
            for (int j = 0; j < size; j++)
                vectors[i, j] = v[j, order[i]];
        }
        return values;
    }

    private static void Rotate(double[,] a, double[,] v, int p, int q)
    {
        if (a[p, q] == 0)
            return;
        int size = a.GetLength(0);
        double theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        double t = Math.CopySign(1 / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1)), theta);
        double c = 1 / Math.Sqrt(t * t + 1);
        double s = t * c;
        for (int i = 0; i < size; i++)
            (a[i, p], a[i, q]) = (c * a[i, p] - s * a[i, q], s * a[i, p] + c * a[i, q]);
        for (int i = 0; i < size; i++)
            (a[p, i], a[q, i]) = (c * a[p, i] - s * a[q, i], s * a[p, i] + c * a[q, i]);
        for (int i = 0; i < size; i++)
            (v[i, p], v[i, q]) = (c * v[i, p] - s * v[i, q], s * v[i, p] + c * v[i, q]);
    }

    private static double SquaredNorm(double[,] a, bool offDiagonalOnly)
    {
        double sum = 0;
        for (int i = 0; i < a.GetLength(0); i++)
            for (int j = 0; j < a.GetLength(1); j++)
                if (!offDiagonalOnly || i != j)
                    sum += a[i, j] * a[i, j];
        return sum;
    }
}
